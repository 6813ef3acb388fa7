#include "sources/capture/tcp/segment.hpp"

#include <algorithm>

namespace tlswhy {

std::optional<Segment> parse_segment(const Decoded& packet, const Origin& at) {
  Segment segment;
  Reader in(packet.payload);
  segment.source_port = in.u16();
  segment.destination_port = in.u16();
  segment.seq = in.u32();
  segment.ack = in.u32();
  const std::size_t header = std::size_t{4} * (in.u8() >> 4);
  segment.flags = in.u8();
  in.bytes(6);  // window, checksum, urgent pointer
  const std::size_t on_wire = packet.payload.size() + packet.missing;
  if (!in.ok() || header < 20 || header > on_wire) return std::nullopt;
  segment.length = static_cast<std::uint32_t>(on_wire - header);
  segment.payload = packet.payload.subspan(std::min(header, packet.payload.size()));
  segment.ttl = packet.ttl;
  segment.at = at;
  return segment;
}

}  // namespace tlswhy
