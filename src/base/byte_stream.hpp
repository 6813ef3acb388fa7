// A forward-only supply of bytes: a file, a pipe, bytes at hand, or what a decompressor makes of
// one.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <string>

#include "base/bytes.hpp"

namespace tlswhy {

class ByteStream {
 public:
  virtual ~ByteStream() = default;
  // Fills the front of `out`, waiting for at least one byte; says how many bytes it filled.
  // 0: the end, or trouble().
  virtual std::size_t read(std::span<std::uint8_t> out) = 0;
  // Why the bytes ended before their time; empty where they did not.
  [[nodiscard]] virtual std::string trouble() const { return {}; }
  // How many bytes of the underlying source were read, and its size (0: not known, as for a pipe).
  [[nodiscard]] virtual std::uint64_t consumed() const = 0;
  [[nodiscard]] virtual std::uint64_t total() const { return 0; }
};

// Bytes that are in memory already; they must outlive the stream.
class MemoryStream final : public ByteStream {
 public:
  explicit MemoryStream(Bytes bytes) : bytes_(bytes) {}
  std::size_t read(std::span<std::uint8_t> out) override {
    const Bytes next = bytes_.subspan(at_, std::min(out.size(), bytes_.size() - at_));
    std::ranges::copy(next, out.begin());
    at_ += next.size();
    return next.size();
  }
  [[nodiscard]] std::uint64_t consumed() const override { return at_; }
  [[nodiscard]] std::uint64_t total() const override { return bytes_.size(); }

 private:
  Bytes bytes_;
  std::size_t at_ = 0;
};

}  // namespace tlswhy
