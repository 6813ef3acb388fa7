// GTP-U: version 1 (3GPP TS 29.281 §5) with extension headers, and version 0 (TS 09.60) on 3386.
#include "sources/capture/linktypes/steps.hpp"

namespace tlswhy {
namespace {

constexpr std::uint8_t user_packet = 255;

// §5.2: each has its length in units of four bytes, and its last byte names the next.
void skip_extensions(Reader& in, std::uint8_t next) {
  while (next != 0 && in.ok()) {
    const std::size_t length = std::size_t{4} * in.u8();
    if (length == 0) {
      in.bytes(in.size() + 1);  // no such extension: fail
      return;
    }
    const Bytes extension = in.bytes(length - 1);
    next = extension.empty() ? 0 : extension.back();
  }
}

}  // namespace

void gtp_step(Layer& layer) {
  Reader in(layer.rest);
  const std::uint8_t flags = in.u8(), message = in.u8();
  in.u16();  // length
  if (message != user_packet) return layer.stop(Skip::udp);
  const unsigned version = flags >> 5;
  if (version == 0) {
    in.bytes(16);
  } else if (version == 1) {
    in.u32();  // tunnel endpoint
    constexpr std::uint8_t has_extension = 4, any_option = 7;
    if ((flags & any_option) != 0) {
      in.bytes(3);  // sequence number, N-PDU number
      const std::uint8_t next = in.u8();
      if ((flags & has_extension) != 0) skip_extensions(in, next);
    }
  } else {
    return layer.stop(Skip::udp);
  }
  const Bytes inner = in.rest();
  const unsigned kind = inner.empty() ? 0 : inner.front() >> 4;
  if (!in.ok() || (kind != 4 && kind != 6)) return layer.stop(Skip::udp);
  layer.tunnels.enter(Tunnel::gtp);
  layer.go(inner, Protocol::ip);
}

}  // namespace tlswhy
