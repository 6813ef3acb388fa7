#include "sources/capture/read_capture.hpp"

#include <algorithm>

#include "sources/capture/decoder.hpp"
#include "sources/capture/ip/icmp.hpp"
#include "sources/capture/tcp/flow_table.hpp"

namespace tlswhy {

namespace {

// The first 64 numbers; of more than these nobody reads.
void count(CaptureCounts::Numbered& known, std::uint16_t number) {
  const auto found = std::ranges::find(known, number, &CaptureCounts::Numbered::value_type::first);
  if (found != known.end()) {
    ++found->second;
  } else if (known.size() < 64) {
    known.emplace_back(number, 1);
  }
}

}  // namespace

struct CaptureSource::State {
  explicit State(StreamConsumerFactory& factory) : flows(factory) {}
  Decoder decoder;
  FlowTable flows;
};

CaptureSource::CaptureSource(StreamConsumerFactory& factory)
    : state_(std::make_unique<State>(factory)) {}
CaptureSource::~CaptureSource() = default;

void CaptureSource::packet(const Packet& packet) {
  ++counts_.packets;
  if (packet.time.ns != 0) {
    counts_.first = std::min(counts_.first.value_or(packet.time), packet.time);
    counts_.last = std::max(counts_.last.value_or(packet.time), packet.time);
  }
  const Decoded decoded = state_->decoder.decode(packet);
  const Origin at{packet.frame, packet.time};
  if (decoded.protocol == Protocol::tcp) {
    const auto segment = parse_segment(decoded, at);
    if (!segment) return skip(decoded.missing > 0 ? Skip::cut : Skip::malformed, packet);
    ++counts_.tcp;
    state_->flows.add(decoded, *segment);
  } else if (decoded.skip == Skip::none) {
    const auto error = parse_icmp_error(decoded.payload, decoded.protocol == Protocol::icmpv6);
    if (!error) return skip(Skip::icmp, packet);
    ++counts_.icmp;
    state_->flows.add(*error, decoded, at);
  } else {
    skip(decoded.skip, packet, decoded.number);
  }
}

void CaptureSource::skip(Skip why, const Packet& packet, std::uint16_t number) {
  ++counts_.skipped[static_cast<std::size_t>(why)];
  if (why == Skip::unknown_link_type) count(counts_.unknown_link_types, packet.link_type);
  if (why == Skip::not_ip && number != 0) count(counts_.other_ethertypes, number);
  if (why == Skip::other_transport) count(counts_.other_protocols, number);
}

void CaptureSource::finish() {
  state_->flows.finish();
  counts_.conversations = state_->flows.conversations();
}

void read_packets(CaptureReader& reader, const std::function<void(const Packet&)>& take,
                  const std::function<void(const CaptureProgress&)>& progress) {
  constexpr std::uint32_t packets_per_call = 16384;
  Packet packet;
  while (reader.next(packet)) {
    take(packet);
    if (progress && packet.frame % packets_per_call == 0)
      progress({reader.bytes_read(), reader.bytes_total(), reader.packets()});
  }
}

CaptureSummary summary_of(const CaptureReader& reader, const CaptureCounts& counts) {
  CaptureSummary out{counts, reader.info(), reader.notes(), reader.truncated()};
  out.counts.packets = reader.packets();
  return out;
}

Result<CaptureSummary> read_capture(const std::string& path, StreamConsumerFactory& factory) {
  auto reader = CaptureReader::open(path);
  if (!reader) return std::unexpected(reader.error());
  CaptureSource source(factory);
  read_packets(*reader, [&source](const Packet& packet) { source.packet(packet); });
  source.finish();
  return summary_of(*reader, source.counts());
}

}  // namespace tlswhy
