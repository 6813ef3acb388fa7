// L2TP version 2 data messages (RFC 2661 §3.1): PPP in UDP.
#include "sources/capture/linktypes/steps.hpp"

namespace tlswhy {

void l2tp_step(Layer& layer) {
  Reader in(layer.rest);
  const std::uint16_t flags = in.u16();
  constexpr std::uint16_t control = 0x8000, with_length = 0x4000, with_sequence = 0x0800,
                          with_offset = 0x0200;
  if ((flags & control) != 0 || (flags & 0x0f) != 2) return layer.stop(Skip::udp);
  if ((flags & with_length) != 0) in.u16();
  in.u32();  // tunnel and session
  if ((flags & with_sequence) != 0) in.u32();
  if ((flags & with_offset) != 0) in.bytes(in.u16());
  if (!in.ok()) return layer.stop(Skip::udp);
  layer.tunnels.enter(Tunnel::l2tp);
  layer.go(in.rest(), Protocol::ppp);
}

}  // namespace tlswhy
