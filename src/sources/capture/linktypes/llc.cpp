// IEEE 802.2 LLC, and SNAP (RFC 1042) behind it.
#include "sources/capture/linktypes/steps.hpp"

namespace tlswhy {

void llc_step(Layer& layer) {
  Reader in(layer.rest);
  const std::uint32_t service = in.u24();
  if (!in.ok()) return layer.too_short();
  if (service == 0x060603) return layer.go(in.rest(), Protocol::ipv4);
  if (service != 0xaaaa03) return layer.stop(Skip::not_ip);
  const std::uint32_t organisation = in.u24();
  const std::uint16_t type = in.u16();
  if (!in.ok()) return layer.too_short();
  // 00-00-F8 is 802.1H's code for bridged Ethernet types; 00-80-C2 (RFC 2684) bridges frames.
  const bool ethertype = organisation == 0 || organisation == 0x0000f8;
  if (!ethertype) return layer.stop(Skip::not_ip);
  layer.go(in.rest(), protocol_of_ethertype(type));
  layer.number = type;
}

}  // namespace tlswhy
