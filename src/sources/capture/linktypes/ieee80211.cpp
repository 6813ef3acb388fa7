// IEEE 802.11 data frames that are not encrypted, with or without a radiotap header
// (https://www.radiotap.org).
#include "sources/capture/linktypes/steps.hpp"

namespace tlswhy {

void radiotap_step(Layer& layer) {
  Reader in(layer.rest);
  in.u16();                                // version and padding
  const std::uint16_t swapped = in.u16();  // little-endian
  const std::size_t length = static_cast<std::size_t>((swapped >> 8) | ((swapped & 0xff) << 8));
  if (!in.ok() || length < 8) return layer.too_short();
  in.bytes(length - 4);
  if (!in.ok()) return layer.too_short();
  layer.go(in.rest(), Protocol::ieee80211);
}

void ieee80211_step(Layer& layer) {
  Reader in(layer.rest);
  const std::uint8_t control = in.u8(), flags = in.u8();
  if (!in.ok()) return layer.too_short();
  constexpr std::uint8_t to_ds = 1, from_ds = 2, more_fragments = 4, protected_frame = 0x40,
                         order = 0x80;
  const bool data = (control & 0x0c) == 0x08, no_data = (control & 0x40) != 0;
  if (!data || no_data || (flags & (protected_frame | more_fragments)) != 0) {
    return layer.stop(Skip::not_ip);
  }
  in.bytes(2 + 18 + 2);  // duration, three addresses, sequence
  if ((flags & to_ds) != 0 && (flags & from_ds) != 0) in.bytes(6);
  if ((control & 0x80) != 0) {  // QoS
    const std::uint16_t qos = in.u16();
    constexpr std::uint16_t aggregated = 0x8000;
    if ((qos & aggregated) != 0) return layer.stop(Skip::not_ip);
    if ((flags & order) != 0) in.u32();  // HT control
  }
  if (!in.ok()) return layer.too_short();
  layer.go(in.rest(), Protocol::llc);
}

}  // namespace tlswhy
