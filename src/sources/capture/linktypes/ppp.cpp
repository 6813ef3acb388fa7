// PPP (RFC 1661, in HDLC-like framing RFC 1662), PPPoE sessions (RFC 2516), Cisco's HDLC.
#include "sources/capture/linktypes/steps.hpp"

namespace tlswhy {

void ppp_direction_step(Layer& layer) {
  Reader in(layer.rest);
  in.u8();  // 0 or 1 in place of the address byte, or before it
  layer.go(in.rest(), Protocol::ppp);
  // LINKTYPE_PPP_PPPD puts the direction where 0xff would be: the control byte follows alone.
  if (!layer.rest.empty() && layer.rest.front() == 0x03) layer.rest = layer.rest.subspan(1);
}

void ppp_step(Layer& layer) {
  layer.tunnels.enter(Tunnel::ppp);
  Reader in(layer.rest);
  std::uint32_t protocol = in.u8();
  if (protocol == 0xff) {  // address and control, which may be compressed away
    in.u8();
    protocol = in.u8();
  }
  if ((protocol & 1) == 0) protocol = protocol << 8 | in.u8();  // else a compressed protocol field
  if (!in.ok()) return layer.too_short();
  switch (protocol) {
    case 0x21: return layer.go(in.rest(), Protocol::ipv4);
    case 0x57: return layer.go(in.rest(), Protocol::ipv6);
    case 0x0281:
    case 0x0283: return layer.go(in.rest(), Protocol::mpls);
    default: return layer.stop(Skip::not_ip);  // LCP, compressed or encrypted datagrams, ...
  }
}

void pppoe_step(Layer& layer) {
  layer.tunnels.enter(Tunnel::pppoe);
  Reader in(layer.rest);
  const std::uint8_t version_and_type = in.u8(), code = in.u8();
  in.u16();  // session
  const std::uint16_t length = in.u16();
  if (!in.ok()) return layer.too_short();
  if (version_and_type != 0x11 || code != 0) return layer.stop(Skip::not_ip);
  layer.go(in.rest(), Protocol::ppp);
  layer.limit(length);
}

void cisco_hdlc_step(Layer& layer) {
  Reader in(layer.rest);
  in.u16();  // address and control
  const std::uint16_t type = in.u16();
  if (!in.ok()) return layer.too_short();
  layer.go(in.rest(), protocol_of_ethertype(type));
  layer.number = type;
}

}  // namespace tlswhy
