// All TCP conversations of a capture, bounded in number and in what they hold.
#pragma once

#include <boost/unordered/unordered_flat_map.hpp>
#include <deque>
#include <memory>

#include "sources/capture/ip/icmp.hpp"
#include "sources/capture/tcp/flow.hpp"

namespace tlswhy {

struct ReassemblyLimits {
  // With the bookkeeping, which is most of it where segments are tiny.
  std::size_t held_per_side = std::size_t{1} << 20;
  std::size_t held_in_all = std::size_t{48} << 20;
  std::size_t flows = 200'000;
  // A closed conversation stays for packets that come late: this long by the capture's clock, and
  // for so many packets, unless too many stay.
  std::int64_t linger_ns = 1'000'000'000;
  std::uint32_t linger_packets = 4096;
  std::size_t lingering = 4096;
};

class FlowTable {
 public:
  explicit FlowTable(StreamConsumerFactory& factory, const ReassemblyLimits& limits = {})
      : factory_(factory), limits_(limits) {}
  FlowTable(const FlowTable&) = delete;
  FlowTable& operator=(const FlowTable&) = delete;

  void add(const Decoded& packet, const Segment& segment);
  void add(const IcmpError& error, const Decoded& packet, const Origin& at);
  // Ends all conversations, in the order of their first packets.
  void finish();

  [[nodiscard]] std::uint64_t conversations() const { return conversations_; }
  [[nodiscard]] std::size_t open_flows() const { return flows_.size(); }
  [[nodiscard]] std::size_t held() const { return held_; }

 private:
  struct Lingering {
    FlowKey key;
    std::uint64_t serial;
    Origin since;
  };

  Flow& find_or_open(const FlowKey& key, const TunnelPath& tunnels, std::uint32_t frame);
  Flow& open(const FlowKey& key, const TunnelPath& tunnels, std::uint32_t frame);
  void end(Flow& flow);
  void end_lingering(const Origin& now);
  void release_oldest();
  void list(Flow& flow, std::uint32_t frame);
  void unlist(Flow& flow);

  StreamConsumerFactory& factory_;
  ReassemblyLimits limits_;
  boost::unordered_flat_map<FlowKey, std::unique_ptr<Flow>, FlowKeyHash> flows_;
  std::deque<Lingering> lingering_;
  Flow* newest_ = nullptr;
  Flow* oldest_ = nullptr;
  std::size_t held_ = 0;
  std::uint64_t serial_ = 0;
  std::uint64_t conversations_ = 0;
  Timestamp now_;  // the latest that any packet had
};

}  // namespace tlswhy
