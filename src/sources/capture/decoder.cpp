#include "sources/capture/decoder.hpp"

#include "sources/capture/ip/steps.hpp"
#include "sources/capture/linktypes/steps.hpp"

namespace tlswhy {
namespace {

constexpr int most_headers = 24;

void step(Layer& layer, FragmentTable& fragments) {
  const Protocol now = layer.next;
  switch (now) {
    case Protocol::ethernet: return ethernet_step(layer);
    case Protocol::linux_sll: return linux_sll_step(layer);
    case Protocol::linux_sll2: return linux_sll2_step(layer);
    case Protocol::bsd_null: return bsd_null_step(layer);
    case Protocol::pflog: return pflog_step(layer);
    case Protocol::openbsd_enc: return openbsd_enc_step(layer);
    case Protocol::ieee80211: return ieee80211_step(layer);
    case Protocol::radiotap: return radiotap_step(layer);
    case Protocol::cisco_hdlc: return cisco_hdlc_step(layer);
    case Protocol::ppp_direction: return ppp_direction_step(layer);
    case Protocol::llc: return llc_step(layer);
    case Protocol::vlan: return vlan_step(layer);
    case Protocol::trustsec: return trustsec_step(layer);
    case Protocol::nflog: return nflog_step(layer);
    case Protocol::capwap: return capwap_step(layer);
    case Protocol::mpls: return mpls_step(layer);
    case Protocol::pppoe: return pppoe_step(layer);
    case Protocol::ppp: return ppp_step(layer);
    case Protocol::ip: return ip_step(layer);
    case Protocol::ipv4: return ipv4_step(layer, fragments);
    case Protocol::ipv6: return ipv6_step(layer, fragments);
    case Protocol::gre: return gre_step(layer);
    case Protocol::erspan1:
    case Protocol::erspan2:
    case Protocol::erspan3: return erspan_step(layer, now);
    case Protocol::ether_ip: return ether_ip_step(layer);
    case Protocol::udp: return udp_step(layer);
    case Protocol::vxlan: return vxlan_step(layer);
    case Protocol::geneve: return geneve_step(layer);
    case Protocol::gtp: return gtp_step(layer);
    case Protocol::teredo: return teredo_step(layer);
    case Protocol::l2tp: return l2tp_step(layer);
    case Protocol::none:
    case Protocol::tcp:
    case Protocol::icmp:
    case Protocol::icmpv6: return;
  }
}

bool is_last(Protocol protocol) {
  return protocol == Protocol::none || protocol == Protocol::tcp || protocol == Protocol::icmp ||
         protocol == Protocol::icmpv6;
}

}  // namespace

Decoded Decoder::decode(const Packet& packet) {
  Layer layer;
  layer.rest = packet.data;
  layer.missing = packet.original_length - static_cast<std::uint32_t>(packet.data.size());
  layer.next = protocol_of_link_type(packet.link_type);
  if (layer.next == Protocol::none) layer.stop(Skip::unknown_link_type);
  for (int i = 0; i < most_headers && !is_last(layer.next); ++i) step(layer, fragments_);
  if (!is_last(layer.next)) layer.stop(Skip::too_deep);
  return {layer.next,        layer.next == Protocol::none ? layer.why : Skip::none,
          layer.number,      layer.rest,
          layer.missing,     layer.source,
          layer.destination, layer.ttl,
          layer.tunnels};
}

}  // namespace tlswhy
