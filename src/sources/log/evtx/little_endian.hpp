// Reads little-endian fields of a chunk by their place in it. The first read beyond the end makes
// the reader fail for good, as with Reader: a whole structure may be read before ok() is asked.
#pragma once

#include <cstddef>
#include <cstdint>

#include "base/bytes.hpp"

namespace tlswhy::evtx {

class Cursor {
 public:
  // Of `chunk` the bytes [at, end).
  Cursor(Bytes chunk, std::size_t at, std::size_t end) : chunk_(chunk), at_(at), end_(end) {
    if (end_ > chunk_.size() || at_ > end_) fail();
  }

  [[nodiscard]] bool ok() const { return ok_; }
  // In the chunk.
  [[nodiscard]] std::size_t at() const { return at_; }
  [[nodiscard]] std::size_t end() const { return end_; }
  [[nodiscard]] std::size_t left() const { return end_ - at_; }

  std::uint8_t u8() { return static_cast<std::uint8_t>(number(1)); }
  std::uint16_t u16() { return static_cast<std::uint16_t>(number(2)); }
  std::uint32_t u32() { return static_cast<std::uint32_t>(number(4)); }
  std::uint64_t u64() { return number(8); }

  Bytes bytes(std::size_t count) {
    if (count > left()) {
      fail();
      return {};
    }
    const Bytes out = chunk_.subspan(at_, count);
    at_ += count;
    return out;
  }

 private:
  void fail() {
    ok_ = false;
    at_ = end_ = 0;
  }
  std::uint64_t number(std::size_t width) {
    std::uint64_t value = 0;
    const Bytes read = bytes(width);
    for (std::size_t i = read.size(); i > 0; --i) value = value << 8U | read[i - 1];
    return value;
  }

  Bytes chunk_;
  std::size_t at_ = 0, end_ = 0;
  bool ok_ = true;
};

}  // namespace tlswhy::evtx
