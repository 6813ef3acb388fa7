#include "report/json/values.hpp"

#include <algorithm>
#include <boost/json.hpp>

#include "base/hex.hpp"
#include "base/printable.hpp"
#include "base/utf8.hpp"

namespace tlswhy::json {

namespace bj = boost::json;

bj::string text(std::string_view view, const bj::storage_ptr& storage) {
  const bool ascii = std::ranges::all_of(view, [](char c) { return (c & 0x80) == 0; });
  if (ascii) return bj::string(view.data(), view.size(), storage);
  const std::string valid = valid_utf8(view);
  return bj::string(valid.data(), valid.size(), storage);
}

bj::string text(std::string_view view) { return text(view, {}); }

void put(bj::object& out, std::string_view name, std::string_view value) {
  out[name] = text(value, out.storage());
}

bj::value text_or_null(std::string_view view) {
  return view.empty() ? bj::value(nullptr) : bj::value(text(view));
}

std::string printable(std::string_view bytes) { return tlswhy::printable(as_bytes(bytes), '?'); }

void add_place(Provenance at, bj::object& out) {
  switch (at.kind) {
    case Provenance::Kind::packet: out["frame"] = at.number; break;
    case Provenance::Kind::line: out["line"] = at.number; break;
    case Provenance::Kind::question: out["question"] = at.number; break;
    case Provenance::Kind::nowhere: break;
  }
  if (at.depth) out["depth"] = *at.depth;
}

bj::object end_point(const Endpoint& e) {
  return {{"ip", text(to_string(e.ip))}, {"port", e.port}};
}

bj::object certificate(const Certificate& certificate) {
  // Of a certificate that a log prints there was never any DER to have a hash: libcrypto has read
  // nothing. (One that is redacted has lost its DER, and has a stand-in for the hash.)
  const bool printed =
      certificate.parsed && certificate.der.empty() && certificate.handle == nullptr;
  bj::object out{{"sha256", printed ? bj::value(nullptr) : text(hex(certificate.sha256))}};
  if (!certificate.parsed) return out;
  out["subject"] = text(certificate.subject);
  out["issuer"] = text(certificate.issuer);
  out["serial"] = text(certificate.serial);
  out["signature_algorithm"] = text(certificate.signature.name);
  out["signature_oid"] = text(certificate.signature.oid);
  out["key"] = text(certificate.key_text);
  out["not_before"] = text(to_rfc3339(certificate.not_before));
  out["not_after"] = text(to_rfc3339(certificate.not_after));
  bj::array names;
  for (const std::string& name : certificate.dns_names) names.push_back(text(printable(name)));
  out["dns_names"] = std::move(names);
  return out;
}

bj::array chain(const CertificateList& list) {
  bj::array out;
  for (const auto& entry : list) out.push_back(certificate(*entry));
  return out;
}

}  // namespace tlswhy::json
