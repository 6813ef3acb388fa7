#include "sources/capture/conversation_frames.hpp"

#include <algorithm>
#include <optional>
#include <unordered_map>
#include <utility>

#include "sources/capture/decoder.hpp"
#include "sources/capture/ip/icmp.hpp"
#include "sources/capture/tcp/flow_key.hpp"
#include "sources/capture/tcp/segment.hpp"

namespace tlswhy {
namespace {

struct Span {
  std::uint32_t first = 0, last = 0;
};

std::optional<FlowKey> key_of(const Decoded& decoded, const Packet& packet) {
  if (decoded.protocol == Protocol::tcp) {
    const auto segment = parse_segment(decoded, {packet.frame, packet.time});
    if (!segment) return std::nullopt;
    return FlowKey::of({decoded.source, segment->source_port},
                       {decoded.destination, segment->destination_port})
        .first;
  }
  if (decoded.skip != Skip::none) return std::nullopt;
  const auto error = parse_icmp_error(decoded.payload, decoded.protocol == Protocol::icmpv6);
  if (!error) return std::nullopt;
  return FlowKey::of(error->source, error->destination).first;
}

}  // namespace

struct ConversationFrames::State {
  Decoder decoder;
  std::unordered_map<FlowKey, std::vector<Span>, FlowKeyHash> wanted;
  std::vector<bool> frames;
};

ConversationFrames::ConversationFrames() : state_(std::make_unique<State>()) {}
ConversationFrames::~ConversationFrames() = default;

void ConversationFrames::want(const TcpFacts& conversation) {
  const FlowKey key = FlowKey::of(conversation.ends[0], conversation.ends[1]).first;
  state_->wanted[key].push_back(
      {conversation.first_frame, std::max(conversation.last_frame, conversation.icmp_frame)});
}

void ConversationFrames::packet(const Packet& packet) {
  const auto key = key_of(state_->decoder.decode(packet), packet);
  if (!key) return;
  const auto found = state_->wanted.find(*key);
  if (found == state_->wanted.end()) return;
  const bool inside = std::ranges::any_of(found->second, [&](const Span& span) {
    return packet.frame >= span.first && packet.frame <= span.last;
  });
  if (!inside) return;
  if (state_->frames.size() <= packet.frame) state_->frames.resize(packet.frame + std::size_t{1});
  state_->frames[packet.frame] = true;
}

std::vector<bool> ConversationFrames::take() { return std::move(state_->frames); }

}  // namespace tlswhy
