// LINKTYPE_NFLOG: what Linux's netfilter logs, a list of attributes of which one is the packet.
#include <algorithm>

#include "sources/capture/linktypes/steps.hpp"

namespace tlswhy {

// https://www.tcpdump.org/linktypes/LINKTYPE_NFLOG.html: length and type of an attribute are in the
// byte order of the host that wrote them, and the length counts its own four bytes.
void nflog_step(Layer& layer) {
  constexpr std::uint16_t payload = 9, inet = 2, inet6 = 10;
  Reader in(layer.rest);
  const std::uint8_t family = in.u8();
  in.bytes(3);  // version, resource
  while (in.ok() && in.size() >= 4) {
    const Bytes head = in.bytes(4);
    // A type is below 256: the byte that is not zero tells the order.
    const bool little = head[3] == 0;
    const auto number = [&](std::size_t at) {
      return static_cast<std::uint16_t>(little ? head[at] | head[at + 1] << 8
                                               : head[at] << 8 | head[at + 1]);
    };
    const std::uint16_t length = number(0), type = number(2);
    if (length < 4) return layer.stop(Skip::malformed);
    const std::size_t size = length - 4U;
    if (type == payload) {
      const Bytes rest = in.rest();
      layer.rest = rest;
      layer.limit(size);
      layer.next = family == inet || family == inet6 ? Protocol::ip : Protocol::none;
      return;
    }
    in.bytes(std::min<std::size_t>((size + 3) / 4 * 4, in.size()));
  }
  layer.too_short();
}

}  // namespace tlswhy
