// One direction of a TCP conversation: where its stream stands, and what waits.
#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>

#include "sources/capture/tcp/held_segments.hpp"
#include "transcript/tcp_facts.hpp"

namespace tlswhy {

// Positions are sequence numbers without the wrap (RFC 9293 §3.4): they only grow, and none is 0.
class StreamSide {
 public:
  TcpSide facts;
  bool seen = false;    // a packet of this side was captured
  bool absent = false;  // given up on: nothing waits for this side until it is seen

  // Where `seq` is; the first number that is told fixes where positions are counted from.
  std::uint64_t anchor(std::uint32_t seq);
  [[nodiscard]] std::uint64_t position(std::uint32_t seq) const {
    return next_ + static_cast<std::uint64_t>(std::int64_t{
                       static_cast<std::int32_t>(seq - static_cast<std::uint32_t>(next_))});
  }
  [[nodiscard]] bool anchored() const { return anchored_; }

  // The first byte's position is known, so that it can be said which byte comes next.
  [[nodiscard]] bool started() const { return started_; }
  void start(std::uint64_t position);
  [[nodiscard]] std::uint64_t next() const { return next_; }
  void advance(std::uint64_t count) { next_ += count; }
  // What a peer that acknowledges up to here has read is all handed on.
  [[nodiscard]] bool has_reached(std::uint64_t position) const {
    return started_ && position <= next_ + (fin_ == next_ ? 1 : 0);
  }

  // A SYN with this initial sequence number.
  void open(std::uint32_t isn);
  [[nodiscard]] bool opened() const { return opened_; }
  [[nodiscard]] bool opened_with(std::uint32_t isn) const { return opened_ && isn_ == isn; }
  // An ACK of this side's SYN, and of data in it perhaps (RFC 7413).
  [[nodiscard]] bool syn_acked_by(std::uint32_t ack) const {
    return opened_ && ack - isn_ - 1 < 65536;
  }
  // Whether the stream that was seen can have begun at `seq`.
  [[nodiscard]] bool may_begin_at(std::uint32_t seq) const;

  void close(std::uint64_t position) { fin_ = position; }
  [[nodiscard]] bool closed() const { return fin_ != 0; }

  // A position that this side's data begins at, or that the other side acknowledges.
  void saw(std::uint64_t position);
  void acknowledge(std::uint64_t position);
  // Near enough to what was seen to belong to this stream.
  [[nodiscard]] bool is_near(std::uint64_t position) const;
  // The same for data, which are believed all the same when they go on so.
  bool data_is_near(std::uint64_t position);

  [[nodiscard]] bool waiting() const { return held_ && !held_->empty(); }
  [[nodiscard]] HeldSegments& held() { return *held_; }
  [[nodiscard]] const HeldSegments& held() const { return *held_; }
  [[nodiscard]] std::size_t held_cost() const { return held_ ? held_->cost() : 0; }
  std::uint64_t hold(std::uint64_t from, Bytes bytes, std::uint64_t length, std::uint64_t needs,
                     const Origin& at);
  void release_if_empty();

  // Bytes at the end that were acknowledged, or that come before a FIN, but were never captured.
  [[nodiscard]] std::uint64_t missing_tail() const;
  // One more than the data was acknowledged, or stands before a reset: a FIN that was never
  // captured.
  [[nodiscard]] bool fin_lost() const {
    return started_ && fin_ == 0 && (fin_passed_ || std::max(acked_, reset_at_) == next_ + 1);
  }
  void pass_lost_fin() {
    fin_passed_ = true;
    advance(1);
  }
  // A reset tells as a FIN does where the stream ends (RFC 9293 section 3.10.7.4).
  void reset_at(std::uint64_t position) { reset_at_ = position; }
  [[nodiscard]] std::uint64_t acknowledged_bytes() const;

 private:
  std::uint64_t next_ = 0;  // once started: of the next byte to hand on; before: some position
  std::uint64_t base_ = 0;  // of the first byte
  std::uint64_t low_ = 0;   // the lowest that was seen
  std::uint64_t acked_ = 0;
  std::uint64_t fin_ = 0;  // where the stream ends
  std::uint64_t reset_at_ = 0;
  std::unique_ptr<HeldSegments> held_;
  std::uint32_t isn_ = 0;
  std::uint8_t far_ = 0;
  bool fin_passed_ = false;
  bool anchored_ = false, started_ = false, opened_ = false;
};

}  // namespace tlswhy
