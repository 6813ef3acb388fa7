#include "capfile/chunked_input.hpp"

#include <algorithm>
#include <cstring>

namespace tlswhy {
namespace {
constexpr std::size_t window_size = std::size_t{512} << 10;
}

void ChunkedInput::refill(std::size_t count) {
  const std::size_t left = filled_ - start_;
  if (left > 0 && start_ > 0) std::memmove(buffer_.data(), buffer_.data() + start_, left);
  base_ += start_;
  start_ = 0;
  filled_ = left;
  if (buffer_.size() < window_size) buffer_.resize(window_size);
  while (filled_ < count) {
    // Grows with the bytes that are there, not with what a length field claims.
    if (filled_ == buffer_.size()) buffer_.resize(std::min(count, buffer_.size() * 2));
    const std::size_t got = stream_->read(std::span(buffer_).subspan(filled_));
    if (got == 0) break;
    filled_ += got;
  }
}

std::uint64_t ChunkedInput::skip(std::uint64_t count) {
  std::uint64_t done = 0;
  while (done < count) {
    const std::size_t there = peek_some().size();
    if (there == 0) break;
    const std::size_t step = static_cast<std::size_t>(std::min<std::uint64_t>(there, count - done));
    consume(step);
    done += step;
  }
  return done;
}

}  // namespace tlswhy
