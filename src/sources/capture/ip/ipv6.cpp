// IPv6 (RFC 8200).
#include "sources/capture/ip/steps.hpp"

namespace tlswhy {
namespace {

// §4.5. False when other fragments are still to come, or it cannot be read.
bool take_fragment(Layer& layer, FragmentTable& fragments, Reader& in, std::uint8_t& next) {
  const std::uint8_t inner = in.u8();
  in.u8();
  const std::uint16_t offset_and_more = in.u16();
  const std::uint32_t identification = in.u32();
  if (!in.ok()) {
    layer.too_short();
    return false;
  }
  next = inner;
  if ((offset_and_more & 0xfff9) == 0) return true;  // an atomic fragment (RFC 6946)
  if (layer.missing > 0) {
    layer.stop(Skip::cut);
    return false;
  }
  const Bytes whole =
      fragments.add({layer.source, layer.destination, identification, next},
                    {std::size_t{offset_and_more} & 0xfff8, (offset_and_more & 1) != 0, in.rest()});
  if (whole.empty()) {
    layer.stop(Skip::fragment);
    return false;
  }
  in = Reader(whole);
  return true;
}

}  // namespace

void ipv6_step(Layer& layer, FragmentTable& fragments) {
  Reader in(layer.rest);
  const std::uint32_t version_and_flow = in.u32();
  const std::uint16_t length = in.u16();
  std::uint8_t next = in.u8();
  layer.ttl = in.u8();
  layer.source = ipv6(in.bytes(16));
  layer.destination = ipv6(in.bytes(16));
  if (!in.ok()) return layer.too_short();
  if (version_and_flow >> 28 != 6) return layer.stop(Skip::malformed);
  layer.rest = in.rest();
  if (length != 0) layer.limit(length);  // zero: a jumbogram, or cut by the network card (TSO)
  Reader behind(layer.rest);
  next = skip_extension_headers(behind, next);
  if (next == fragment_header) {
    if (!take_fragment(layer, fragments, behind, next)) return;
    next = skip_extension_headers(behind, next);
  }
  if (!behind.ok()) return layer.too_short();
  layer.rest = behind.rest();
  go_to_ip_protocol(layer, next, true);
}

}  // namespace tlswhy
