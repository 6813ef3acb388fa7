// The five bytes in front of every TLS record: RFC 8446 section 5.1, RFC 5246 section 6.2.
#pragma once

#include <cstdint>
#include <optional>

#include "base/bytes.hpp"
#include "wire/code_points.hpp"

namespace tlswhy {

struct RecordHeader {
  ContentType type{};
  ProtocolVersion version{};
  std::uint16_t length = 0;  // of the body

  static constexpr std::size_t size = 5;
};

constexpr std::size_t most_plaintext = 1U << 14;                // bytes of a fragment
constexpr std::size_t most_ciphertext = most_plaintext + 2048;  // RFC 5246 section 6.2.3

// Whether a record can begin with this byte.
constexpr bool is_content_type(std::uint8_t byte) { return byte >= 20 && byte <= 24; }

// The header that `bytes` begin with; nothing where they are fewer than five or no header of a
// record: another type, another major version than 3, a minor one that nobody has.
std::optional<RecordHeader> read_record_header(Bytes bytes);
// The same, and its length is within bounds: the five bytes could begin a record.
bool plausible_record_header(Bytes bytes);

}  // namespace tlswhy
