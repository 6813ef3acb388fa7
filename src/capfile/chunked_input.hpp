// A refillable window over a ByteStream: asks for the next bytes as one view, however they arrive.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "base/byte_stream.hpp"
#include "base/bytes.hpp"

namespace tlswhy {

class ChunkedInput {
 public:
  explicit ChunkedInput(std::unique_ptr<ByteStream> stream) : stream_(std::move(stream)) {}

  // The next `count` bytes without consuming them; fewer only at the end of the input. The view
  // lives until the next call of peek() or skip().
  Bytes peek(std::size_t count) {
    if (count > filled_ - start_) refill(count);
    return {buffer_.data() + start_, count < filled_ - start_ ? count : filled_ - start_};
  }
  // All that lies in the window already, or the next chunk; empty at the end.
  Bytes peek_some() {
    peek(1);
    return {buffer_.data() + start_, filled_ - start_};
  }
  // Moves on by `count` bytes that were peeked.
  void consume(std::size_t count) { start_ += count; }
  // Discards the next `count` bytes, peeked or not; says how many there were.
  std::uint64_t skip(std::uint64_t count);

  // Position in this (decompressed) input.
  [[nodiscard]] std::uint64_t offset() const { return base_ + start_; }
  [[nodiscard]] const ByteStream& stream() const { return *stream_; }

 private:
  void refill(std::size_t count);

  std::unique_ptr<ByteStream> stream_;
  std::vector<std::uint8_t> buffer_;
  std::size_t start_ = 0, filled_ = 0;
  std::uint64_t base_ = 0;  // offset of the window's first byte
};

}  // namespace tlswhy
