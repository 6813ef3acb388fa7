#include "report/json/agreed.hpp"

#include <boost/json.hpp>

#include "report/compose.hpp"
#include "report/input_report.hpp"
#include "wire/names.hpp"
#include "wire/registry.hpp"

namespace tlswhy::json {
namespace {

namespace bj = boost::json;

bj::value group_of(const Handshake& h) {
  if (h.server_key_exchange && h.server_key_exchange->group)
    return text(named_group_text(code(*h.server_key_exchange->group)));
  if (h.server_hello && h.server_hello->key_share)
    return text(named_group_text(code(*h.server_hello->key_share)));
  return nullptr;
}

void add_choices(const Seen& c, bj::object& out) {
  const Handshake& h = c.handshake;
  out["version"] = h.server_hello ? bj::value(text(version_name(h.version()))) : bj::value(nullptr);
  const bool suite = h.server_hello && h.version() != ProtocolVersion::SSLv2;
  out["cipher_suite"] = suite
                            ? bj::value(text(cipher_suite_text(code(h.server_hello->cipher_suite))))
                            : bj::value(nullptr);
  out["group"] = group_of(h);
  const bool dhe = h.server_key_exchange && h.server_key_exchange->dh_bits != 0;
  out["dh_bits"] = dhe ? bj::value(h.server_key_exchange->dh_bits) : bj::value(nullptr);
  const bool scheme = h.server_key_exchange && h.server_key_exchange->scheme;
  out["signature_scheme"] =
      scheme ? bj::value(text(signature_scheme_text(code(*h.server_key_exchange->scheme))))
             : bj::value(nullptr);
  out["hello_retry_request"] = static_cast<bool>(h.hello_retry_request);
  const bool psk = h.server_hello && h.server_hello->selects_psk;
  const bool session =
      h.server_hello && h.client_hello && !h.tls13() && !h.client_hello->session_id.empty() &&
      h.server_hello->session_id == h.client_hello->session_id && !h.server_certificates;
  out["resumed"] = psk || session;
  out["alpn"] = h.server_hello && h.server_hello->alpn
                    ? bj::value(text(printable(*h.server_hello->alpn)))
                    : bj::value(nullptr);
}

void add_fingerprints(const Seen& c, Fingerprints& fingerprints, bj::object& out) {
  const auto& hello = c.handshake.client_hello;
  const bool has = hello && !hello->sslv2_format;
  out["ja3"] = has ? bj::value(text(fingerprints.ja3(*hello))) : bj::value(nullptr);
  out["ja4"] = has ? bj::value(text(fingerprints.ja4(*hello))) : bj::value(nullptr);
}

bj::array alerts(const Seen& c, const bj::storage_ptr& storage) {
  bj::array out(storage);
  for (const AlertSeen& a : c.transcript.alerts) {
    bj::object alert({{"from", a.from == c.transcript.client ? "client" : "server"},
                      {"level", nullptr},
                      {"description", nullptr}},
                     storage);
    if (!a.encrypted) {
      alert["level"] = a.level == AlertLevel::fatal ? "fatal" : "warning";
      put(alert, "description", alert_description_text(code(a.description)));
    }
    add_place({c.transcript.transport.counts(), a.frame}, alert);
    alert["encrypted"] = a.encrypted;
    out.push_back(std::move(alert));
  }
  return out;
}

bj::object client_profile(const Diagnosis& d, const Wording& wording) {
  bj::object out{{"id", nullptr}, {"how", "none"}, {"others", bj::array{}}};
  out["text"] = text(client_text(d, wording));
  if (d.profile != nullptr) {
    out["id"] = text(d.profile->name);
    out["how"] = d.profile_recognised ? "recognised" : "given";
    return out;
  }
  if (d.client == nullptr) return out;
  out["id"] = text(d.client->name);
  out["how"] = "recognised";
  return out;
}

}  // namespace

bj::object agreed(const Explanation& e, const Wording& wording, Fingerprints& fingerprints,
                  const bj::storage_ptr& storage) {
  bj::object out(storage);
  out.reserve(16);
  add_choices(e.seen(), out);
  add_fingerprints(e.seen(), fingerprints, out);
  out["client_profile"] = client_profile(e.diagnosis, wording);
  out["alerts"] = alerts(e.seen(), storage);
  return out;
}

}  // namespace tlswhy::json
