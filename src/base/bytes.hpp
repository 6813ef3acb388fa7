// Byte views and a bounds-checked reader: the only way in which tlswhy looks at untrusted bytes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace tlswhy {

using Bytes = std::span<const std::uint8_t>;

inline std::vector<std::uint8_t> copy(Bytes bytes) { return {bytes.begin(), bytes.end()}; }
inline Bytes as_bytes(std::string_view text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}
inline std::string_view as_text(Bytes bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

// Reads big-endian fields (RFC 8446 §3) from front to back. The first read beyond the end makes the
// reader fail for good: every later read gives zero or an empty view, so a parser may read a whole
// structure and ask ok() once.
class Reader {
 public:
  explicit Reader(Bytes bytes) : rest_(bytes) {}

  [[nodiscard]] bool ok() const { return ok_; }
  [[nodiscard]] bool empty() const { return rest_.empty(); }
  [[nodiscard]] std::size_t size() const { return rest_.size(); }

  std::uint8_t u8() { return static_cast<std::uint8_t>(integer(1)); }
  std::uint16_t u16() { return static_cast<std::uint16_t>(integer(2)); }
  std::uint32_t u24() { return static_cast<std::uint32_t>(integer(3)); }
  std::uint32_t u32() { return static_cast<std::uint32_t>(integer(4)); }
  std::uint64_t u64() { return integer(8); }

  // The next `count` bytes, or an empty view and failure.
  Bytes bytes(std::size_t count) {
    if (count > rest_.size()) return fail();
    Bytes out = rest_.first(count);
    rest_ = rest_.subspan(count);
    return out;
  }
  // A vector with a length prefix of 1, 2 or 3 bytes (RFC 8446 §3.4).
  Bytes vector8() { return bytes(u8()); }
  Bytes vector16() { return bytes(u16()); }
  Bytes vector24() { return bytes(u24()); }
  // All that is left.
  Bytes rest() { return bytes(rest_.size()); }

 private:
  Bytes fail() {
    ok_ = false;
    rest_ = {};
    return {};
  }
  std::uint64_t integer(std::size_t width) {
    if (width > rest_.size()) {
      fail();
      return 0;
    }
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < width; ++i) value = value << 8 | rest_[i];
    rest_ = rest_.subspan(width);
    return value;
  }

  Bytes rest_;
  bool ok_ = true;
};

}  // namespace tlswhy
