// A supply of bytes of which the first ones can be looked at before they are read: of a pipe, too.
#pragma once

#include <algorithm>
#include <memory>
#include <utility>
#include <vector>

#include "base/byte_stream.hpp"

namespace tlswhy {

class HeldStream final : public ByteStream {
 public:
  static constexpr std::size_t held = std::size_t{4} << 10;

  explicit HeldStream(std::unique_ptr<ByteStream> stream) : stream_(std::move(stream)) {}

  // The first bytes, `held` at most; fewer where the source is at its end.
  Bytes head() {
    while (!looked_ && head_.size() < held) {
      const std::size_t before = head_.size();
      head_.resize(held);
      const std::size_t got = stream_->read(std::span(head_).subspan(before));
      head_.resize(before + got);
      if (got == 0) break;
    }
    looked_ = true;
    return head_;
  }

  std::size_t read(std::span<std::uint8_t> out) override {
    if (at_ == head_.size()) return stream_->read(out);
    const std::size_t size = std::min(out.size(), head_.size() - at_);
    std::copy_n(head_.begin() + static_cast<std::ptrdiff_t>(at_), size, out.begin());
    at_ += size;
    return size;
  }
  [[nodiscard]] std::string trouble() const override { return stream_->trouble(); }
  [[nodiscard]] std::uint64_t consumed() const override { return stream_->consumed(); }
  [[nodiscard]] std::uint64_t total() const override { return stream_->total(); }

 private:
  std::unique_ptr<ByteStream> stream_;
  std::vector<std::uint8_t> head_;
  std::size_t at_ = 0;
  bool looked_ = false;
};

}  // namespace tlswhy
