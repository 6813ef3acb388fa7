// MPLS label stacks (RFC 3032). What is inside is not said: IP by its first half-byte, else
// Ethernet behind a pseudo-wire control word (RFC 4385).
#include "sources/capture/linktypes/steps.hpp"

namespace tlswhy {

void mpls_step(Layer& layer) {
  layer.tunnels.enter(Tunnel::mpls);
  Reader in(layer.rest);
  constexpr std::uint32_t bottom_of_stack = 0x100;
  while (in.ok() && (in.u32() & bottom_of_stack) == 0) {
  }
  if (!in.ok()) return layer.too_short();
  const Bytes inner = in.rest();
  const unsigned kind = inner.empty() ? 0xff : inner.front() >> 4;
  if (kind == 4 || kind == 6) return layer.go(inner, Protocol::ip);
  if (kind == 0 && inner.size() > 4) return layer.go(inner.subspan(4), Protocol::ethernet);
  layer.stop(Skip::not_ip);
}

}  // namespace tlswhy
