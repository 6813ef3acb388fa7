// The steps below IP, one file each: link types, and tunnels that carry frames or packets. A new
// one is a value of Protocol, a function here, a line in decoder.cpp.
#pragma once

#include "sources/capture/layer.hpp"

namespace tlswhy {

// LINKTYPE_* of a capture file to the first step; none where it is not understood.
Protocol protocol_of_link_type(std::uint16_t link_type);
// https://www.iana.org/assignments/ieee-802-numbers
Protocol protocol_of_ethertype(std::uint16_t type);

void ethernet_step(Layer& layer);
void vlan_step(Layer& layer);
void trustsec_step(Layer& layer);
void nflog_step(Layer& layer);
void capwap_step(Layer& layer);
void llc_step(Layer& layer);
void linux_sll_step(Layer& layer);
void linux_sll2_step(Layer& layer);
void bsd_null_step(Layer& layer);
void pflog_step(Layer& layer);
void openbsd_enc_step(Layer& layer);
void radiotap_step(Layer& layer);
void ieee80211_step(Layer& layer);
void cisco_hdlc_step(Layer& layer);
void ppp_direction_step(Layer& layer);
void ppp_step(Layer& layer);
void pppoe_step(Layer& layer);
void mpls_step(Layer& layer);
void gre_step(Layer& layer);
void erspan_step(Layer& layer, Protocol version);
void ether_ip_step(Layer& layer);
void vxlan_step(Layer& layer);
void geneve_step(Layer& layer);
void gtp_step(Layer& layer);
void teredo_step(Layer& layer);
void l2tp_step(Layer& layer);

}  // namespace tlswhy
