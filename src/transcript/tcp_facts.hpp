// What TCP itself tells about one conversation (RFC 9293): who opened, acknowledged, closed, reset.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "base/endpoint.hpp"
#include "base/party.hpp"
#include "base/time.hpp"

namespace tlswhy {

// Frame numbers count from 1; 0 means that it was not seen.
struct TcpSide {
  std::uint32_t syn_frame = 0;
  std::uint32_t syn_count = 0;  // more than one: retransmitted SYN
  Timestamp first_syn, last_syn;
  bool beginning_known = true;  // its stream is told from the first byte on
  std::uint32_t fin_frame = 0;
  Timestamp fin_time;
  bool fin_lost =
      false;  // it closed, as the other side's acknowledgement shows; no FIN was captured
  std::uint32_t rst_frame = 0;  // the first one
  Timestamp rst_time;
  std::uint8_t syn_ttl = 0;  // hop limit of this side's first packet (its SYN where captured)
  std::uint8_t rst_ttl = 0;
  std::uint64_t bytes = 0;            // of stream, delivered in order
  std::uint64_t bytes_lost = 0;       // of stream, never in the capture
  std::uint64_t bytes_acked = 0;      // of this side's stream, by the other side
  std::uint32_t retransmissions = 0;  // segments that bring only known bytes
  std::uint32_t largest_segment = 0;  // payload bytes
  std::uint32_t first_data_frame = 0;
  std::uint32_t last_data_frame = 0;
  Timestamp first_data, last_data;
};

struct TcpFacts {
  std::array<Endpoint, 2> ends;  // by Side
  std::array<TcpSide, 2> sides;  // by Side
  bool from_start = false;       // the opening SYN was captured
  bool cut_by_snaplen = false;   // some payload was cut by the snapshot length
  bool ended = false;            // closed or reset inside the capture, not merely at its end
  std::uint32_t first_frame = 0;
  std::uint32_t last_frame = 0;
  Timestamp start, last;
  std::uint8_t icmp_type = 0;  // of an ICMP(v6) error about this conversation
  std::uint8_t icmp_code = 0;
  std::uint32_t icmp_frame = 0;  // 0: no such error
  bool icmp_v6 = false;
  IpAddress icmp_from;               // who sent it
  std::vector<std::string> tunnels;  // outermost first: "vlan", "gre", ...

  // No packet of this side is in the capture, nor any sign that there was one.
  [[nodiscard]] bool unseen(Side s) const {
    const TcpSide& t = sides[index(s)];
    return t.syn_frame == 0 && t.first_data_frame == 0 && t.fin_frame == 0 && t.rst_frame == 0 &&
           sides[index(other(s))].bytes_acked == 0;
  }
  [[nodiscard]] const TcpSide& side(Side s) const { return sides[index(s)]; }
  [[nodiscard]] const Endpoint& end(Side s) const { return ends[index(s)]; }
};

}  // namespace tlswhy
