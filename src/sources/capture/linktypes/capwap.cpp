// The data channel of CAPWAP (RFC 5415 section 4): what access points carry to their controller.
#include "sources/capture/linktypes/steps.hpp"

namespace tlswhy {

void capwap_step(Layer& layer) {
  Reader in(layer.rest);
  constexpr std::uint8_t in_clear = 0;  // type 1: DTLS
  const std::uint8_t preamble = in.u8();
  const std::uint8_t length_and_radio = in.u8();
  in.u8();  // radio, wireless binding
  const std::uint8_t flags = in.u8();
  if (!in.ok()) return layer.too_short();
  const std::size_t header = std::size_t{4} * (length_and_radio >> 3);
  const bool native = (in.ok() && (layer.rest[2] & 1) != 0);  // T: a frame of the radio's own kind
  const bool fragment = (flags & 0x80) != 0;
  const bool keep_alive = (flags & 0x08) != 0;
  if (preamble != in_clear || fragment || keep_alive || header < 8) return layer.stop(Skip::udp);
  if (header > layer.rest.size()) return layer.too_short();
  layer.tunnels.enter(Tunnel::capwap);
  layer.go(layer.rest.subspan(header), native ? Protocol::ieee80211 : Protocol::ethernet);
}

}  // namespace tlswhy
