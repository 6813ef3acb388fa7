// LINKTYPE_PFLOG and LINKTYPE_ENC: OpenBSD's packet filter log and its view inside IPsec.
#include "sources/capture/linktypes/steps.hpp"

namespace tlswhy {

void pflog_step(Layer& layer) {
  Reader in(layer.rest);
  const std::size_t length = (in.u8() + std::size_t{3}) & ~std::size_t{3};
  if (!in.ok() || length < 4) return layer.too_short();
  in.bytes(length - 1);
  if (!in.ok()) return layer.too_short();
  layer.go(in.rest(), Protocol::ip);
}

void openbsd_enc_step(Layer& layer) {
  Reader in(layer.rest);
  in.bytes(12);  // address family, SPI, flags
  if (!in.ok()) return layer.too_short();
  layer.go(in.rest(), Protocol::ip);
}

}  // namespace tlswhy
