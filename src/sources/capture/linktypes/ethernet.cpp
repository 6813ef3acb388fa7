// Ethernet II and IEEE 802.3 frames, with 802.1Q and 802.1ad tags in any number.
#include "sources/capture/linktypes/steps.hpp"

namespace tlswhy {
namespace {

// IEEE 802.3 §3.2.6: below 1536 the field is a length, and LLC follows.
void by_type_or_length(Layer& layer, Reader in) {
  const std::uint16_t type = in.u16();
  if (!in.ok()) return layer.too_short();
  layer.rest = in.rest();
  if (type >= 0x0600) {
    layer.next = protocol_of_ethertype(type);
    layer.number = type;
  } else {
    layer.number = 0;
    layer.limit(type);
    layer.next = Protocol::llc;
  }
}

}  // namespace

void ethernet_step(Layer& layer) {
  Reader in(layer.rest);
  in.bytes(12);  // the two addresses
  by_type_or_length(layer, in);
}

void vlan_step(Layer& layer) {
  layer.tunnels.enter(Tunnel::vlan);
  Reader in(layer.rest);
  in.u16();  // priority and VLAN identifier
  by_type_or_length(layer, in);
}

// Cisco Meta Data: version 1, length 1, an option (the security group tag), and the type of what
// follows. Written on tagged links between TrustSec devices.
void trustsec_step(Layer& layer) {
  layer.tunnels.enter(Tunnel::trustsec);
  Reader in(layer.rest);
  in.bytes(6);  // version, length, option's length and type, the tag
  by_type_or_length(layer, in);
}

}  // namespace tlswhy
