// What the lengths of encrypted records still tell in TLS 1.3 (RFC 8446 §5.2): an alert is 2 bytes,
// a Finished as long as the suite's hash, an empty Certificate 8; each plus content type and tag.
#pragma once

#include <cstdint>

#include "wire/code_points.hpp"

namespace tlswhy {

class RecordLengths13 {
 public:
  explicit RecordLengths13(CipherSuite suite);

  // An alert: alone, or padded to a multiple of 16 as JSSE does.
  [[nodiscard]] bool is_alert(std::uint16_t record_length) const;
  // Nothing else is so short: two bytes without padding.
  [[nodiscard]] bool is_bare_alert(std::uint16_t record_length) const;
  // A Finished without padding. Who pads, pads every record.
  [[nodiscard]] bool is_bare_finished(std::uint16_t record_length) const;
  [[nodiscard]] bool is_finished(std::uint16_t record_length) const;
  // A Certificate message with nothing in it, alone or together with Finished.
  [[nodiscard]] bool is_empty_certificate(std::uint16_t record_length) const;
  [[nodiscard]] bool is_empty_certificate_and_finished(std::uint16_t record_length) const;
  // Content bytes of a record without padding.
  [[nodiscard]] std::uint32_t content(std::uint16_t record_length) const;

 private:
  [[nodiscard]] bool holds(std::uint16_t record_length, std::uint32_t content) const;
  std::uint32_t tag_ = 16;
  std::uint32_t hash_ = 32;
};

}  // namespace tlswhy
