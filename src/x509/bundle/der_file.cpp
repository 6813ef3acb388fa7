// Certificates in DER, one or several after one another, and PKCS#7 without content ("certs-only",
// RFC 2315 §9.1, RFC 5652 §5.1), walked by hand so that a damaged certificate costs only itself.
#include <fmt/format.h>

#include <algorithm>

#include "x509/bundle/der.hpp"
#include "x509/bundle/formats.hpp"

namespace tlswhy::bundle {

Result<void> read_der(const Input& input, BundleFindings& out) {
  DerReader in(input.bytes);
  while (!in.empty() && !out.full()) {
    const std::size_t at = input.bytes.size() - in.size();
    const Bytes rest = input.bytes.subspan(at);
    if (std::ranges::all_of(rest, [](std::uint8_t c) { return c <= ' '; })) break;  // padding
    const std::string place = fmt::format("byte {}", at);
    if (at > 0 && der_kind(rest) != DerKind::certificate) {
      out.note(fmt::format("{}: what follows is no certificate; it was not read", place));
      break;
    }
    out.certificate(rest, place);
    if (!in.next()) break;
  }
  return {};
}

Result<void> read_pkcs7(Bytes bytes, const std::string& place, BundleFindings& out) {
  const auto broken = [&] {
    return failure(Error::Kind::malformed, fmt::format("the PKCS#7 at {} is damaged", place));
  };
  DerReader file(bytes);
  const auto info = file.next(tag::sequence);
  if (!info) return broken();
  DerReader in(info->content);
  if (!in.next(tag::oid)) return broken();
  const auto wrapped = in.next(tag::context0);
  if (!wrapped) return broken();
  const auto data = DerReader(wrapped->content).next(tag::sequence);
  if (!data) return broken();
  DerReader fields(data->content);  // version, digest algorithms, content, certificates
  if (!fields.next(tag::integer) || !fields.next(tag::set) || !fields.next(tag::sequence)) {
    return broken();
  }
  const auto list = fields.next(tag::context0);
  if (!list) return {};
  for (DerReader each(list->content); !each.empty() && !out.full();) {
    const auto element = each.next();
    if (!element) {
      out.damaged(place, "is cut off or damaged, as is all behind it");
      break;
    }
    if (element->tag == tag::sequence) out.certificate(element->whole, place);
  }
  return {};
}

}  // namespace tlswhy::bundle
