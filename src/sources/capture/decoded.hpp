// What a frame comes to when its link, tunnel and network headers are taken off.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "base/endpoint.hpp"

namespace tlswhy {

// What the next header is, for the step of the decoder that takes it off.
enum class Protocol : std::uint8_t {
  none,  // nothing that leads to TCP
  ethernet,
  linux_sll,
  linux_sll2,
  bsd_null,
  pflog,
  openbsd_enc,
  ieee80211,
  radiotap,
  cisco_hdlc,
  ppp_direction,  // PPP behind a byte that gives the direction
  nflog,
  llc,
  vlan,
  trustsec,
  mpls,
  pppoe,
  ppp,
  ip,  // version 4 or 6, as the first half-byte says
  ipv4,
  ipv6,
  gre,
  erspan1,
  erspan2,
  erspan3,
  ether_ip,
  udp,
  vxlan,
  geneve,
  gtp,
  teredo,
  l2tp,
  capwap,
  // Where decoding ends.
  tcp,
  icmp,
  icmpv6,
};

// What a packet was wrapped in, from the outside in.
enum class Tunnel : std::uint8_t {
  none,
  vlan,
  trustsec,
  mpls,
  pppoe,
  ppp,
  gre,
  erspan,
  vxlan,
  geneve,
  gtp,
  teredo,
  l2tp,
  ip_in_ip,
  six_in_four,
  ether_ip,
  capwap
};

class TunnelPath {
 public:
  // The innermost ones of a deeper nesting are not named; the same one twice in a row is, once.
  void enter(Tunnel tunnel) {
    if (count_ < tunnels_.size() && (count_ == 0 || tunnels_[count_ - 1] != tunnel)) {
      tunnels_[count_++] = tunnel;
    }
  }
  [[nodiscard]] std::vector<std::string> names() const;

 private:
  std::array<Tunnel, 7> tunnels_{};
  std::uint8_t count_ = 0;
};

// Why a packet does not reach a TCP conversation.
enum class Skip : std::uint8_t {
  none,
  unknown_link_type,
  not_ip,           // ARP, STP, ... and what is encrypted below IP
  other_transport,  // IP, but neither TCP nor UDP nor ICMP
  udp,
  icmp,      // no error about a TCP conversation
  fragment,  // waits for its other fragments
  cut,       // the snapshot length leaves no whole TCP header
  malformed,
  too_deep,  // more headers around each other than anyone has
  count_,
};

struct Decoded {
  Protocol protocol = Protocol::none;  // tcp, icmp or icmpv6, where skip is none
  Skip skip = Skip::none;
  // What it holds in place of TCP: with not_ip the ethertype, with other_transport the protocol of
  // IP; 0: it has no such number.
  std::uint16_t number = 0;
  Bytes payload;              // from the transport header on
  std::uint32_t missing = 0;  // bytes that followed on the wire, cut by the snapshot length
  IpAddress source, destination;
  std::uint8_t ttl = 0;
  TunnelPath tunnels;
};

}  // namespace tlswhy
