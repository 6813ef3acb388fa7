// https://www.tcpdump.org/linktypes.html, and https://www.iana.org/assignments/ieee-802-numbers.
#include "sources/capture/linktypes/steps.hpp"

namespace tlswhy {

Protocol protocol_of_link_type(std::uint16_t link_type) {
  switch (link_type) {
    case 1: return Protocol::ethernet;
    case 0:    // NULL
    case 108:  // LOOP
      return Protocol::bsd_null;
    case 12:  // DLT_RAW of most systems
    case 14:  // DLT_RAW of OpenBSD
    case 101:
    case 228:  // IPV4
    case 229:  // IPV6
      return Protocol::ip;
    case 9:   // PPP
    case 50:  // PPP_HDLC
      return Protocol::ppp;
    case 51: return Protocol::pppoe;
    case 100: return Protocol::llc;  // ATM_RFC1483
    case 104: return Protocol::cisco_hdlc;
    case 105: return Protocol::ieee80211;
    case 109: return Protocol::openbsd_enc;
    case 113: return Protocol::linux_sll;
    case 117: return Protocol::pflog;
    case 127: return Protocol::radiotap;
    case 166:  // PPP_PPPD
    case 204:  // PPP_WITH_DIR
      return Protocol::ppp_direction;
    case 239: return Protocol::nflog;
    case 276: return Protocol::linux_sll2;
    default: return Protocol::none;
  }
}

Protocol protocol_of_ethertype(std::uint16_t type) {
  switch (type) {
    case 0x0800: return Protocol::ipv4;
    case 0x86dd: return Protocol::ipv6;
    case 0x8100:
    case 0x88a8:
    case 0x9100:
    case 0x9200:
    case 0x9300: return Protocol::vlan;
    case 0x8847:
    case 0x8848: return Protocol::mpls;
    case 0x8864: return Protocol::pppoe;
    case 0x880b: return Protocol::ppp;
    case 0x6558: return Protocol::ethernet;  // transparent bridging, as GRE and Geneve use it
    case 0x88be: return Protocol::erspan2;
    case 0x8909: return Protocol::trustsec;
    case 0x22eb: return Protocol::erspan3;
    default: return Protocol::none;
  }
}

}  // namespace tlswhy
