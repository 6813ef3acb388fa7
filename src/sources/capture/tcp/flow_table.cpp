#include "sources/capture/tcp/flow_table.hpp"

#include <algorithm>
#include <vector>

namespace tlswhy {

void FlowTable::add(const Decoded& packet, const Segment& segment) {
  now_ = std::max(now_, segment.at.time);
  if (!lingering_.empty()) end_lingering({segment.at.frame, now_});
  const auto [key, from] = FlowKey::of({packet.source, segment.source_port},
                                       {packet.destination, segment.destination_port});
  Flow* flow = &find_or_open(key, packet.tunnels, segment.at.frame);
  const Flow::Fit fit = flow->fit(from, segment);
  if (fit == Flow::Fit::nowhere) return;
  if (fit == Flow::Fit::next_connection) {
    end(*flow);
    flow = &open(key, packet.tunnels, segment.at.frame);
  }
  const std::size_t held_before = flow->held_cost();
  const bool consumed_before = flow->consumed();
  flow->segment(from, segment, factory_, limits_.held_per_side);
  held_ += flow->held_cost() - held_before;
  if (!consumed_before && flow->consumed()) ++conversations_;
  if (flow->closed() && !flow->lingering) {
    flow->lingering = true;
    lingering_.push_back({key, flow->serial(), {segment.at.frame, now_}});
  }
  if (held_ > limits_.held_in_all) release_oldest();
}

void FlowTable::add(const IcmpError& error, const Decoded& packet, const Origin& at) {
  const auto [key, from] = FlowKey::of(error.source, error.destination);
  find_or_open(key, packet.tunnels, at.frame).icmp_error(error, packet.source, at.frame);
}

void FlowTable::finish() {
  std::vector<Flow*> rest;
  rest.reserve(flows_.size());
  for (const auto& [key, flow] : flows_) rest.push_back(flow.get());
  std::sort(rest.begin(), rest.end(),
            [](const Flow* a, const Flow* b) { return a->serial() < b->serial(); });
  for (Flow* flow : rest) flow->end();
  flows_.clear();
  lingering_.clear();
  newest_ = oldest_ = nullptr;
  held_ = 0;
}

Flow& FlowTable::find_or_open(const FlowKey& key, const TunnelPath& tunnels, std::uint32_t frame) {
  const auto found = flows_.find(key);
  if (found == flows_.end()) return open(key, tunnels, frame);
  Flow& flow = *found->second;
  // The order matters among many only: it need not be told apart within a few packets.
  constexpr std::uint32_t close_by = 1024;
  if (frame - flow.listed_at >= close_by) {
    unlist(flow);
    list(flow, frame);
  }
  return flow;
}

Flow& FlowTable::open(const FlowKey& key, const TunnelPath& tunnels, std::uint32_t frame) {
  while (flows_.size() >= limits_.flows && oldest_ != nullptr) end(*oldest_);
  auto flow = std::make_unique<Flow>(key, ++serial_, tunnels);
  Flow& opened = *flow;
  flows_.emplace(key, std::move(flow));
  list(opened, frame);
  return opened;
}

void FlowTable::end(Flow& flow) {
  held_ -= flow.held_cost();
  flow.end();
  unlist(flow);
  const FlowKey key = flow.key();
  flows_.erase(key);
}

void FlowTable::end_lingering(const Origin& now) {
  while (!lingering_.empty()) {
    const Lingering first = lingering_.front();
    const bool too_many = lingering_.size() > limits_.lingering;
    const bool over = now.time.ns - first.since.time.ns > limits_.linger_ns &&
                      now.frame - first.since.frame > limits_.linger_packets;
    if (!too_many && !over) return;
    lingering_.pop_front();
    const auto found = flows_.find(first.key);
    if (found == flows_.end() || found->second->serial() != first.serial) continue;
    // A reset that nobody heeded: the conversation went on.
    if (!too_many && found->second->last_data_frame() > first.since.frame) {
      lingering_.push_back({first.key, first.serial, now});
    } else {
      end(*found->second);
    }
  }
}

// So much that letting go of it is rare.
void FlowTable::release_oldest() {
  const std::size_t enough = limits_.held_in_all / 4 * 3;
  for (Flow* flow = oldest_; flow != nullptr && held_ > enough; flow = flow->newer) {
    held_ -= flow->held_cost();
    flow->release();
  }
}

void FlowTable::list(Flow& flow, std::uint32_t frame) {
  flow.listed_at = frame;
  flow.older = newest_;
  flow.newer = nullptr;
  (newest_ != nullptr ? newest_->newer : oldest_) = &flow;
  newest_ = &flow;
}

void FlowTable::unlist(Flow& flow) {
  (flow.older != nullptr ? flow.older->newer : oldest_) = flow.newer;
  (flow.newer != nullptr ? flow.newer->older : newest_) = flow.older;
}

}  // namespace tlswhy
