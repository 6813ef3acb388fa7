// Teredo (RFC 4380 §5.1.1): IPv6 in UDP, behind an authentication and an origin indication or none.
#include "sources/capture/linktypes/steps.hpp"

namespace tlswhy {

void teredo_step(Layer& layer) {
  Reader in(layer.rest);
  Bytes rest = layer.rest;
  const auto starts_with = [&](std::uint8_t second) {
    return rest.size() > 2 && rest[0] == 0 && rest[1] == second;
  };
  if (starts_with(1)) {
    in.u16();
    const std::uint8_t client = in.u8(), value = in.u8();
    in.bytes(std::size_t{client} + value + 9);  // nonce and confirmation
    rest = Reader(in).rest();
  }
  if (starts_with(0)) {
    in.bytes(8);
    rest = Reader(in).rest();
  }
  if (!in.ok() || rest.size() < 40 || rest[0] >> 4 != 6) return layer.stop(Skip::udp);
  layer.tunnels.enter(Tunnel::teredo);
  layer.go(rest, Protocol::ipv6);
}

}  // namespace tlswhy
