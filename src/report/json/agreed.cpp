#include "report/json/agreed.hpp"

#include "report/compose.hpp"
#include "report/input_report.hpp"
#include "report/json/values.hpp"
#include "wire/names.hpp"
#include "wire/registry.hpp"

namespace tlswhy::json {
namespace {

std::string group_of(const Handshake& h) {
  if (h.server_key_exchange && h.server_key_exchange->group)
    return named_group_text(code(*h.server_key_exchange->group));
  if (h.server_hello && h.server_hello->key_share)
    return named_group_text(code(*h.server_hello->key_share));
  return {};
}

std::string suite_of(const Handshake& h) {
  const bool suite = h.server_hello && h.version() != ProtocolVersion::SSLv2;
  return suite ? cipher_suite_text(code(h.server_hello->cipher_suite)) : std::string();
}

bool resumed(const Handshake& h) {
  const bool psk = h.server_hello && h.server_hello->selects_psk;
  return psk ||
         (h.server_hello && h.client_hello && !h.tls13() && !h.client_hello->session_id.empty() &&
          h.server_hello->session_id == h.client_hello->session_id && !h.server_certificates);
}

void choices(const Handshake& h, Writer& out) {
  out.member_or_null("version", h.server_hello ? version_name(h.version()) : "");
  out.member_or_null("cipher_suite", suite_of(h));
  out.member_or_null("group", group_of(h));
  const ServerKeyExchange* sent = h.server_key_exchange ? &*h.server_key_exchange : nullptr;
  if (sent != nullptr && sent->dh_bits != 0) {
    out.member("dh_bits", sent->dh_bits);
  } else {
    out.member("dh_bits", nullptr);
  }
  const bool scheme = sent != nullptr && sent->scheme;
  out.member_or_null("signature_scheme", scheme ? signature_scheme_text(code(*sent->scheme)) : "");
  out.member("hello_retry_request", static_cast<bool>(h.hello_retry_request));
  out.member("resumed", resumed(h));
  if (h.server_hello && h.server_hello->alpn) {
    out.member("alpn", printable(*h.server_hello->alpn));
  } else {
    out.member("alpn", nullptr);
  }
}

void alerts(const Seen& c, Writer& out) {
  out.name("alerts").array();
  for (const AlertSeen& a : c.transcript.alerts) {
    out.object().member("from", a.from == c.transcript.client ? "client" : "server");
    if (a.encrypted) {
      out.member("level", nullptr).member("description", nullptr);
    } else {
      out.member("level", a.level == AlertLevel::fatal ? "fatal" : "warning");
      out.member("description", alert_description_text(code(a.description)));
    }
    out.place({c.transcript.transport.counts(), a.frame}).member("encrypted", a.encrypted);
    out.end_object();
  }
  out.end_array();
}

void client_profile(const Diagnosis& d, const Wording& wording, Writer& out) {
  const bool named = d.profile != nullptr;
  out.name("client_profile").object();
  out.member_or_null("id", named ? d.profile->name : d.client != nullptr ? d.client->name : "");
  out.member("how", named                 ? d.profile_recognised ? "recognised" : "given"
                    : d.client != nullptr ? "recognised"
                                          : "none");
  out.name("others").array().end_array();
  out.member("text", client_text(d, wording)).end_object();
}

}  // namespace

void agreed(const Explanation& e, const Wording& wording, Fingerprints& fingerprints, Writer& out) {
  choices(e.seen().handshake, out);
  const auto& hello = e.seen().handshake.client_hello;
  const bool has = hello && !hello->sslv2_format;
  out.member_or_null("ja3", has ? fingerprints.ja3(*hello) : "");
  out.member_or_null("ja4", has ? fingerprints.ja4(*hello) : "");
  client_profile(e.diagnosis, wording, out);
  alerts(e.seen(), out);
}

}  // namespace tlswhy::json
