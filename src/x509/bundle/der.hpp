// Just enough of DER, and of BER's indefinite lengths (X.690 §8.1), to walk around certificates.
#pragma once

#include <cstdint>
#include <optional>

#include "base/bytes.hpp"

namespace tlswhy::bundle {

namespace tag {
inline constexpr std::uint8_t integer = 0x02;
inline constexpr std::uint8_t bit_string = 0x03;
inline constexpr std::uint8_t octet_string = 0x04;
inline constexpr std::uint8_t oid = 0x06;
inline constexpr std::uint8_t sequence = 0x30;
inline constexpr std::uint8_t set = 0x31;
inline constexpr std::uint8_t context0 = 0xa0;
}  // namespace tag

struct DerElement {
  std::uint8_t tag = 0;
  Bytes content;
  Bytes whole;  // with the header
};

class DerReader {
 public:
  explicit DerReader(Bytes bytes) : rest_(bytes) {}

  [[nodiscard]] bool empty() const { return rest_.empty(); }
  [[nodiscard]] std::size_t size() const { return rest_.size(); }
  // The tag of the next element; 0 at the end.
  [[nodiscard]] std::uint8_t tag() const { return rest_.empty() ? 0 : rest_.front(); }
  // The next element, if it is all there.
  std::optional<DerElement> next();
  // The next element, if it has this tag.
  std::optional<DerElement> next(std::uint8_t wanted);
  // Goes into the next element if it has this tag, and forgets where it ends: for a look at bytes
  // that may have been cut.
  bool enter(std::uint8_t wanted);

 private:
  Bytes rest_;
};

// What the outermost element of some bytes is, judged by its beginning.
enum class DerKind : std::uint8_t {
  none,
  certificate,
  pkcs7,
  pkcs12,
  private_key,
  request,
  crl,
  public_key,
};
DerKind der_kind(Bytes bytes);

}  // namespace tlswhy::bundle
