// GRE (RFC 2784, 2890), its version 1 as PPTP uses it (RFC 2637), and the mirrored frames of ERSPAN
// (draft-foschiano-erspan) that ride on it.
#include "sources/capture/linktypes/steps.hpp"

namespace tlswhy {
namespace {

constexpr std::uint16_t checksum_bit = 0x8000, routing_bit = 0x4000, key_bit = 0x2000,
                        sequence_bit = 0x1000, acknowledgment_bit = 0x0080;

}  // namespace

void gre_step(Layer& layer) {
  layer.tunnels.enter(Tunnel::gre);
  Reader in(layer.rest);
  const std::uint16_t flags = in.u16(), type = in.u16();
  const unsigned version = flags & 7U;
  if (version > 1 || (flags & routing_bit) != 0) return layer.stop(Skip::not_ip);
  if (version == 0 && (flags & checksum_bit) != 0) in.u32();
  if ((flags & key_bit) != 0) in.u32();  // in version 1: payload length and call
  if ((flags & sequence_bit) != 0) in.u32();
  if (version == 1 && (flags & acknowledgment_bit) != 0) in.u32();
  if (!in.ok()) return layer.too_short();
  Protocol inner = protocol_of_ethertype(type);
  layer.number = type;
  // ERSPAN type I has neither a sequence number nor a header of its own.
  if (inner == Protocol::erspan2 && (flags & sequence_bit) == 0) inner = Protocol::erspan1;
  layer.go(in.rest(), inner);
}

void erspan_step(Layer& layer, Protocol version) {
  layer.tunnels.enter(Tunnel::erspan);
  Reader in(layer.rest);
  if (version == Protocol::erspan2) in.bytes(8);
  if (version == Protocol::erspan3) {
    const Bytes header = in.bytes(12);
    const bool more = !header.empty() && (header.back() & 1) != 0;
    if (more) in.bytes(8);  // the platform-specific part
  }
  if (!in.ok()) return layer.too_short();
  layer.go(in.rest(), Protocol::ethernet);
}

}  // namespace tlswhy
