// Ethernet frames over UDP or IP: VXLAN (RFC 7348), Geneve (RFC 8926), EtherIP (RFC 3378).
#include "sources/capture/linktypes/steps.hpp"

namespace tlswhy {

void vxlan_step(Layer& layer) {
  Reader in(layer.rest);
  const std::uint8_t flags = in.u8();
  in.bytes(7);
  if (!in.ok() || (flags & 0x08) == 0) return layer.stop(Skip::udp);
  layer.tunnels.enter(Tunnel::vxlan);
  layer.go(in.rest(), Protocol::ethernet);
}

void geneve_step(Layer& layer) {
  Reader in(layer.rest);
  const std::uint8_t version_and_length = in.u8();
  in.u8();
  const std::uint16_t type = in.u16();
  in.u32();  // network identifier
  in.bytes(std::size_t{4} * (version_and_length & 0x3f));
  const Protocol inner = protocol_of_ethertype(type);
  if (!in.ok() || version_and_length >> 6 != 0 || inner == Protocol::none) {
    return layer.stop(Skip::udp);
  }
  layer.tunnels.enter(Tunnel::geneve);
  layer.go(in.rest(), inner);
}

void ether_ip_step(Layer& layer) {
  Reader in(layer.rest);
  const std::uint16_t version = in.u16();
  if (!in.ok() || version >> 12 != 3) return layer.too_short();
  layer.tunnels.enter(Tunnel::ether_ip);
  layer.go(in.rest(), Protocol::ethernet);
}

}  // namespace tlswhy
