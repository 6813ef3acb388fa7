#include "report/json/values.hpp"

#include "base/hex.hpp"
#include "base/printable.hpp"

namespace tlswhy::json {

std::string printable(std::string_view bytes) { return tlswhy::printable(as_bytes(bytes), '?'); }

void texts(const std::vector<std::string>& list, Writer& out) {
  out.array();
  for (const std::string& text : list) out.value(text);
  out.end_array();
}

void end_point(const Endpoint& e, Writer& out) {
  out.object().member("ip", to_string(e.ip)).member("port", e.port).end_object();
}

void certificate_members(const Certificate& certificate, Writer& out) {
  // Of a certificate that a log prints there was never any DER to have a hash: libcrypto has read
  // nothing. (One that is redacted has lost its DER, and has a stand-in for the hash.)
  const bool printed =
      certificate.parsed && certificate.der.empty() && certificate.handle == nullptr;
  out.member_or_null("sha256", printed ? "" : hex(certificate.sha256));
  if (!certificate.parsed) return;
  out.member("subject", certificate.subject);
  out.member("issuer", certificate.issuer);
  out.member("serial", certificate.serial);
  out.member("signature_algorithm", certificate.signature.name);
  out.member("signature_oid", certificate.signature.oid);
  out.member("key", certificate.key_text);
  out.member("not_before", to_rfc3339(certificate.not_before));
  out.member("not_after", to_rfc3339(certificate.not_after));
  out.name("dns_names").array();
  for (const std::string& name : certificate.dns_names) out.value(printable(name));
  out.end_array();
}

void chain(const CertificateList& list, Writer& out) {
  out.array();
  for (const auto& entry : list) {
    out.object();
    certificate_members(*entry, out);
    out.end_object();
  }
  out.end_array();
}

}  // namespace tlswhy::json
