// UDP (RFC 768), as far as it carries tunnels.
#include "sources/capture/ip/steps.hpp"

namespace tlswhy {
namespace {

// Teredo clients and relays speak from any port (RFC 4380 §5.2); their addresses are 2001::/32.
bool is_teredo(Bytes payload) {
  if (payload.size() < 40 || payload[0] >> 4 != 6) return false;
  Reader in(payload);
  in.u32();
  const std::uint16_t length = in.u16();
  in.u16();
  constexpr std::uint32_t prefix = 0x20010000;
  const std::uint32_t source = in.u32();
  in.bytes(12);
  const std::uint32_t destination = in.u32();
  return length + std::size_t{40} == payload.size() && (source == prefix || destination == prefix);
}

Protocol tunnel_of(std::uint16_t from, std::uint16_t to, Bytes payload) {
  switch (to) {
    case 4789:
    case 8472: return Protocol::vxlan;
    case 6081: return Protocol::geneve;
    default: break;
  }
  const auto either = [&](std::uint16_t port) { return from == port || to == port; };
  if (either(2152) || either(3386)) return Protocol::gtp;
  if (either(1701)) return Protocol::l2tp;
  if (either(5247)) return Protocol::capwap;
  if (either(3544) || is_teredo(payload)) return Protocol::teredo;
  return Protocol::none;
}

}  // namespace

void udp_step(Layer& layer) {
  Reader in(layer.rest);
  const std::uint16_t from = in.u16(), to = in.u16(), length = in.u16();
  in.u16();  // checksum
  if (!in.ok()) return layer.too_short();
  if (length >= 8) layer.limit(length);
  layer.rest = layer.rest.subspan(8);
  const Protocol inner = tunnel_of(from, to, layer.rest);
  // QUIC and DTLS would be told apart here, by what reads UDP conversations.
  if (inner == Protocol::none) return layer.stop(Skip::udp);
  layer.next = inner;
}

}  // namespace tlswhy
