// What IPv4 and IPv6 have in common: which is which, and what they carry.
#include "sources/capture/ip/steps.hpp"

namespace tlswhy {

void ip_step(Layer& layer) {
  if (layer.rest.empty()) return layer.too_short();
  switch (layer.rest.front() >> 4) {
    case 4: layer.next = Protocol::ipv4; return;
    case 6: layer.next = Protocol::ipv6; return;
    default: layer.stop(Skip::not_ip);
  }
}

std::uint8_t skip_extension_headers(Reader& in, std::uint8_t next) {
  for (;;) {
    std::size_t unit = 8, extra = 1;
    switch (next) {
      case 51:  // authentication: in units of 4 bytes, minus 2
        unit = 4;
        extra = 2;
        break;
      case 0:    // hop-by-hop options
      case 43:   // routing
      case 60:   // destination options
      case 135:  // mobility
      case 139:  // host identity
      case 140:  // shim6
        break;
      default: return next;
    }
    const std::uint8_t following = in.u8();
    const std::size_t length = (in.u8() + extra) * unit;
    in.bytes(length - 2);
    if (!in.ok()) return next;
    next = following;
  }
}

void go_to_ip_protocol(Layer& layer, std::uint8_t number, bool inside_v6) {
  switch (number) {
    case 1: layer.next = Protocol::icmp; return;
    case 4:
      layer.tunnels.enter(Tunnel::ip_in_ip);
      layer.next = Protocol::ipv4;
      return;
    case 6: layer.next = Protocol::tcp; return;
    case 17: layer.next = Protocol::udp; return;
    case 41:
      layer.tunnels.enter(inside_v6 ? Tunnel::ip_in_ip : Tunnel::six_in_four);
      layer.next = Protocol::ipv6;
      return;
    case 47: layer.next = Protocol::gre; return;
    case 58: layer.next = Protocol::icmpv6; return;
    case 97: layer.next = Protocol::ether_ip; return;
    case 137: layer.next = Protocol::mpls; return;
    default: layer.number = number; layer.stop(Skip::other_transport);
  }
}

}  // namespace tlswhy
