// The steps of decoding from IP on.
#pragma once

#include "sources/capture/ip/fragments.hpp"
#include "sources/capture/layer.hpp"

namespace tlswhy {

void ip_step(Layer& layer);
void ipv4_step(Layer& layer, FragmentTable& fragments);
void ipv6_step(Layer& layer, FragmentTable& fragments);
// Follows the tunnels that are known by their port; anything else stays UDP.
void udp_step(Layer& layer);

// Moves past the IPv6 extension headers (RFC 8200 §4) and the authentication header (RFC 4302) that
// `in` begins with; the number of the protocol behind them. Stops before a fragment header.
std::uint8_t skip_extension_headers(Reader& in, std::uint8_t next);
constexpr std::uint8_t fragment_header = 44;

// https://www.iana.org/assignments/protocol-numbers
void go_to_ip_protocol(Layer& layer, std::uint8_t number, bool inside_v6);

}  // namespace tlswhy
