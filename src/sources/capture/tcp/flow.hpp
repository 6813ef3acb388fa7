// One TCP conversation: makes two in-order byte streams of its segments, whatever order they come
// in, and hands them on in the order in which the two ends read them.
#pragma once

#include <algorithm>
#include <array>
#include <memory>

#include "sources/capture/ip/icmp.hpp"
#include "sources/capture/tcp/flow_key.hpp"
#include "sources/capture/tcp/segment.hpp"
#include "sources/capture/tcp/stream_side.hpp"

namespace tlswhy {

// A segment is handed on when all before it was, and when all that its sender had acknowledged by
// then was as well: so a reply never comes before what it replies to. What waits is bounded; when
// it becomes too much, or at the end, holes are declared lost.
class Flow {
 public:
  Flow(const FlowKey& key, std::uint64_t serial, const TunnelPath& tunnels)
      : key_(key), serial_(serial), tunnels_(tunnels) {}

  // Which of the key's two ends sent it.
  void segment(std::size_t from, const Segment& segment, StreamConsumerFactory& factory,
               std::size_t most_held);
  void icmp_error(const IcmpError& error, const IpAddress& from, std::uint32_t frame);
  // Hands on what waits, with gaps where bytes lack.
  void release();
  void end();

  enum class Fit { here, nowhere, next_connection };
  // A SYN may open another connection between the same ends.
  [[nodiscard]] Fit fit(std::size_t from, const Segment& segment) const;
  // Both sides have ended it, or one did at once.
  [[nodiscard]] bool closed() const;
  [[nodiscard]] std::size_t held_cost() const {
    return sides_[0].held_cost() + sides_[1].held_cost();
  }
  [[nodiscard]] bool consumed() const { return consumer_ != nullptr; }
  [[nodiscard]] const FlowKey& key() const { return key_; }
  [[nodiscard]] std::uint64_t serial() const { return serial_; }
  [[nodiscard]] std::uint32_t last_data_frame() const {
    return std::max(sides_[0].facts.last_data_frame, sides_[1].facts.last_data_frame);
  }

  // The flow table's list of flows by activity.
  Flow* newer = nullptr;
  Flow* older = nullptr;
  std::uint32_t listed_at = 0;
  bool lingering = false;

 private:
  static constexpr std::uint8_t nobody = 2;

  [[nodiscard]] Fit fit_of_syn(std::size_t from, const Segment& segment) const;
  void note(std::size_t from, const Segment& segment);
  [[nodiscard]] std::uint64_t acknowledge(std::size_t whose, const Segment& segment);
  void opening(std::size_t from, const Segment& segment);
  void closing(std::size_t from, const Segment& segment, std::uint64_t end);
  [[nodiscard]] bool reset_belongs(std::size_t from, const Segment& segment) const;
  void resetting(std::size_t from, const Segment& segment);
  void payload(std::size_t from, const Segment& segment, std::uint64_t start, std::uint64_t needs,
               StreamConsumerFactory& factory);
  [[nodiscard]] bool may_follow(std::size_t from, std::uint64_t needs) const;
  void hand_on(std::size_t from, std::uint64_t start, Bytes bytes, std::uint64_t end,
               std::uint64_t needs, const Origin& at);
  void hand_on_first(std::size_t from);
  void gap(std::size_t from, std::uint64_t count, const Origin& at);
  void hand_on_waiting();
  [[nodiscard]] bool first_is_ready(std::size_t from) const;
  [[nodiscard]] bool waits_for_other(std::size_t from) const;
  bool give_up_once();
  bool start_unstarted();
  [[nodiscard]] std::size_t first_to_give_up() const;
  [[nodiscard]] std::size_t earlier_waiting() const;
  void give_up_hole(std::size_t in, std::uint64_t upto, const Origin& at);
  void give_up_waiting_for_other(std::size_t from);
  void settle_sides(std::size_t seen_first);
  [[nodiscard]] Side side_of(std::size_t from);
  [[nodiscard]] TcpFacts facts() const;

  FlowKey key_;
  std::uint64_t serial_;
  std::array<StreamSide, 2> sides_;
  std::unique_ptr<StreamConsumer> consumer_;
  Timestamp start_, last_;
  std::uint32_t first_frame_ = 0, last_frame_ = 0;
  std::uint32_t icmp_frame_ = 0;
  std::uint8_t icmp_type_ = 0, icmp_code_ = 0;
  IpAddress icmp_from_;
  std::array<bool, 2> answered_{};  // its SYN was acknowledged by the other's
  std::uint8_t initiator_ = nobody;
  bool icmp_v6_ = false, from_start_ = false, cut_ = false;
  TunnelPath tunnels_;
};

}  // namespace tlswhy
