// Windows' serialized certificate store (.sst, as CertSaveStore writes it): a version, "CERT", then
// elements in little-endian order, [MS-GPEF] §2.2.1.2: an id, an encoding, a length, a value. A
// certificate follows the properties that it has; an element with the id 0 ends the store.
#include <fmt/format.h>

#include "x509/bundle/formats.hpp"

namespace tlswhy::bundle {
namespace {

constexpr std::string_view magic{"\0\0\0\0CERT", 8};
constexpr std::uint32_t end_of_store = 0;
constexpr std::uint32_t certificate_element = 0x20;
constexpr std::uint32_t crl_element = 0x21;

std::uint32_t little_endian(Reader& in) { return __builtin_bswap32(in.u32()); }

}  // namespace

bool looks_like_sst(Bytes bytes) { return as_text(bytes).starts_with(magic); }

Result<void> read_sst(const Input& input, BundleFindings& out) {
  Reader in(input.bytes.subspan(magic.size()));
  while (!out.full()) {
    const std::size_t at = input.bytes.size() - in.size();
    const std::uint32_t id = little_endian(in);
    little_endian(in);  // encoding: 1, ASN.1
    const std::uint32_t size = little_endian(in);
    const Bytes value = id == end_of_store ? Bytes() : in.bytes(size);
    if (!in.ok()) {
      out.damaged(fmt::format("byte {}", at), "is cut off or damaged, as is all behind it");
      break;
    }
    if (id == end_of_store) break;
    if (id == certificate_element) out.certificate(value, fmt::format("byte {}", at));
    if (id == crl_element) out.other("a certificate revocation list");
  }
  return {};
}

}  // namespace tlswhy::bundle
