// LINKTYPE_LINUX_SLL and LINKTYPE_LINUX_SLL2: what "any" captures on Linux have for a link header.
#include "sources/capture/linktypes/steps.hpp"

namespace tlswhy {
namespace {

constexpr std::uint16_t arphrd_netlink = 824;

void by_protocol(Layer& layer, Bytes rest, std::uint16_t hardware, std::uint16_t protocol) {
  if (hardware == arphrd_netlink) return layer.stop(Skip::not_ip);
  constexpr std::uint16_t novell_802_3 = 1, llc_802_2 = 4;
  if (protocol == llc_802_2) return layer.go(rest, Protocol::llc);
  if (protocol == novell_802_3) return layer.stop(Skip::not_ip);
  layer.go(rest, protocol_of_ethertype(protocol));
  layer.number = protocol;
}

}  // namespace

void linux_sll_step(Layer& layer) {
  Reader in(layer.rest);
  in.u16();  // packet type
  const std::uint16_t hardware = in.u16();
  in.bytes(10);  // address length and address
  const std::uint16_t protocol = in.u16();
  if (!in.ok()) return layer.too_short();
  by_protocol(layer, in.rest(), hardware, protocol);
}

void linux_sll2_step(Layer& layer) {
  Reader in(layer.rest);
  const std::uint16_t protocol = in.u16();
  in.bytes(6);  // reserved, interface index
  const std::uint16_t hardware = in.u16();
  in.bytes(10);  // packet type, address length and address
  if (!in.ok()) return layer.too_short();
  by_protocol(layer, in.rest(), hardware, protocol);
}

}  // namespace tlswhy
