// LINKTYPE_NULL and LINKTYPE_LOOP: the address family, in the byte order of whoever captured.
#include "sources/capture/linktypes/steps.hpp"

namespace tlswhy {

void bsd_null_step(Layer& layer) {
  Reader in(layer.rest);
  const std::uint32_t raw = in.u32();
  if (!in.ok()) return layer.too_short();
  const std::uint32_t family = raw < 0x10000 ? raw : __builtin_bswap32(raw);
  switch (family) {
    case 2: return layer.go(in.rest(), Protocol::ipv4);
    case 10:  // AF_INET6 of Linux, NetBSD and OpenBSD, FreeBSD, macOS
    case 24:
    case 28:
    case 30: return layer.go(in.rest(), Protocol::ipv6);
    default: return layer.stop(Skip::not_ip);
  }
}

}  // namespace tlswhy
