// Reads fields of either byte order, as capture files have them; sticky like base's Reader.
#pragma once

#include <bit>
#include <cstring>

#include "base/bytes.hpp"

namespace tlswhy {

class FieldReader {
 public:
  FieldReader(Bytes bytes, bool little_endian)
      : rest_(bytes), swap_(little_endian != (std::endian::native == std::endian::little)) {}

  [[nodiscard]] bool ok() const { return ok_; }
  [[nodiscard]] std::size_t size() const { return rest_.size(); }

  std::uint16_t u16() {
    const auto value = raw<std::uint16_t>();
    return swap_ ? __builtin_bswap16(value) : value;
  }
  std::uint32_t u32() {
    const auto value = raw<std::uint32_t>();
    return swap_ ? __builtin_bswap32(value) : value;
  }
  std::uint64_t u64() {
    const auto value = raw<std::uint64_t>();
    return swap_ ? __builtin_bswap64(value) : value;
  }
  // The next `count` bytes, or an empty view and failure.
  Bytes bytes(std::size_t count) {
    if (count > rest_.size()) {
      ok_ = false;
      rest_ = {};
      return {};
    }
    const Bytes out = rest_.first(count);
    rest_ = rest_.subspan(count);
    return out;
  }
  Bytes rest() { return bytes(rest_.size()); }

 private:
  template <class T>
  T raw() {
    T value = 0;
    if (const Bytes from = bytes(sizeof value); !from.empty()) {
      std::memcpy(&value, from.data(), sizeof value);
    }
    return value;
  }

  Bytes rest_;
  bool swap_;
  bool ok_ = true;
};

}  // namespace tlswhy
