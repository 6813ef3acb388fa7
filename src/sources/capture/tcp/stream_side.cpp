#include "sources/capture/tcp/stream_side.hpp"

#include <algorithm>

namespace tlswhy {
namespace {

constexpr std::uint64_t first_position = std::uint64_t{1} << 32;
// Numbers that are further away belong to an earlier or a later connection, or to the other side of
// a firewall that rewrites them.
constexpr std::uint64_t plausible_jump = std::uint64_t{16} << 20;
constexpr std::uint8_t far_until_believed = 8;
// What is further away was guessed by somebody in between who resets what it does not like.
constexpr std::uint64_t most_before_reset = 512;
constexpr std::uint64_t longest_unseen_start = std::uint64_t{1} << 20;

}  // namespace

std::uint64_t StreamSide::anchor(std::uint32_t seq) {
  if (!anchored_) {
    anchored_ = true;
    next_ = low_ = first_position + seq;
  }
  return position(seq);
}

void StreamSide::start(std::uint64_t position) {
  if (started_ && next_ != base_) return;  // some of it is handed on already
  started_ = true;
  next_ = base_ = position;
}

void StreamSide::open(std::uint32_t isn) {
  if (opened_) return;
  opened_ = true;
  isn_ = isn;
  start(anchor(isn + 1));
}

bool StreamSide::may_begin_at(std::uint32_t seq) const {
  const std::uint64_t at = position(seq);
  return at <= low_ && low_ - at <= longest_unseen_start;
}

void StreamSide::saw(std::uint64_t position) {
  low_ = std::min(low_, position);
  // Without data nothing else moves the point that the wrap is judged from.
  if (!started_ && !waiting()) next_ = std::max(next_, position);
}

void StreamSide::acknowledge(std::uint64_t position) {
  if (is_near(position)) acked_ = std::max(acked_, position);
}

bool StreamSide::is_near(std::uint64_t position) const {
  return position <= std::max(next_, acked_) + plausible_jump && position + plausible_jump >= next_;
}

bool StreamSide::data_is_near(std::uint64_t position) {
  const bool near = is_near(position);
  if (!near && far_ < far_until_believed) ++far_;
  const bool believed = near || (far_ == far_until_believed && position > next_);
  if (believed) far_ = 0;
  return believed;
}

std::uint64_t StreamSide::hold(std::uint64_t from, Bytes bytes, std::uint64_t length,
                               std::uint64_t needs, const Origin& at) {
  const std::uint64_t begin = started_ ? std::max(from, next_) : from;
  const std::uint64_t skipped = begin - from;
  if (skipped >= length) return 0;
  if (!held_) held_ = std::make_unique<HeldSegments>();
  return held_->insert(
      begin,
      bytes.subspan(static_cast<std::size_t>(std::min<std::uint64_t>(skipped, bytes.size()))),
      length - skipped, needs, at);
}

void StreamSide::release_if_empty() {
  if (held_ && held_->empty()) held_.reset();
}

std::uint64_t StreamSide::missing_tail() const {
  if (!started_) return 0;
  if (fin_ != 0) return fin_ > next_ && fin_ - next_ < plausible_jump ? fin_ - next_ : 0;
  // One more than the data is the acknowledgement of a FIN that was not captured.
  if (acked_ > next_ + 1) return acked_ - next_;
  return reset_at_ > next_ + 1 && reset_at_ - next_ <= most_before_reset ? reset_at_ - next_ : 0;
}

std::uint64_t StreamSide::acknowledged_bytes() const {
  if (!started_) return 0;
  // Not the FIN, nor what was acknowledged and belongs to no one.
  return acked_ > base_ ? std::min(acked_ - base_, facts.bytes + facts.bytes_lost) : 0;
}

}  // namespace tlswhy
