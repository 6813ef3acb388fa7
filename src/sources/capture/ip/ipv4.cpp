// IPv4 (RFC 791).
#include "sources/capture/ip/steps.hpp"

namespace tlswhy {

void ipv4_step(Layer& layer, FragmentTable& fragments) {
  Reader in(layer.rest);
  const std::uint8_t version_and_length = in.u8();
  in.u8();
  const std::uint16_t total = in.u16(), identification = in.u16(), fragmentation = in.u16();
  layer.ttl = in.u8();
  std::uint8_t protocol = in.u8();
  in.u16();  // checksum: captures of the sending host have it unset
  layer.source = ipv4(in.bytes(4));
  layer.destination = ipv4(in.bytes(4));
  if (!in.ok()) return layer.too_short();
  const std::size_t header = std::size_t{4} * (version_and_length & 0x0f);
  if (version_and_length >> 4 != 4 || header < 20) return layer.stop(Skip::malformed);
  if (total != 0) {  // zero: the network card cuts the segment (TSO), the frame has all of it
    if (total < header) return layer.stop(Skip::malformed);
    layer.limit(total);
  }
  if (layer.rest.size() < header) return layer.too_short();
  layer.rest = layer.rest.subspan(header);
  if ((fragmentation & 0x3fff) != 0) {
    if (layer.missing > 0) return layer.stop(Skip::cut);
    const Bytes whole = fragments.add(
        {layer.source, layer.destination, identification, protocol},
        {std::size_t{8} * (fragmentation & 0x1fff), (fragmentation & 0x2000) != 0, layer.rest});
    if (whole.empty()) return layer.stop(Skip::fragment);
    layer.rest = whole;
  }
  if (protocol == 51) {
    Reader behind(layer.rest);
    protocol = skip_extension_headers(behind, protocol);
    if (!behind.ok()) return layer.too_short();
    layer.rest = behind.rest();
  }
  go_to_ip_protocol(layer, protocol, false);
}

}  // namespace tlswhy
