#include <algorithm>

#include "diagnosis/offers.hpp"
#include "diagnosis/signs/signs.hpp"
#include "knowledge/ids/causes.hpp"
#include "knowledge/ids/sentences.hpp"
#include "wire/suite_traits.hpp"

// The server refused a ClientHello with an alert. What it lacks is on its side and unseen: the
// alert and what the hello offers narrow it, seldom more.
namespace tlswhy::signs {
namespace {

using knowledge::CauseId;

Fact versions_fact(const Case& c) {
  const knowledge::Value versions = offered_versions(*c.handshake.client_hello);
  return fact(sentence::fact_client_versions, {{"client_versions", versions}},
              c.handshake.client_hello.at(), versions);
}

bool offers_down_to_tls10(const ClientHello& hello) {
  return std::ranges::find(hello.supported_versions, ProtocolVersion::TLSv1_0) !=
         hello.supported_versions.end();
}

// protocol_version: with TLS 1.3 in the offer it can also mean a TLS 1.3 server whose certificate
// cannot be used, so only a hello that stops below decides.
void refused_version(const Case& c, Findings& out) {
  const ClientHello& hello = *c.handshake.client_hello;
  const bool modern = is_tls13(hello.highest_version());
  const bool contiguous = modern && offers_down_to_tls10(hello);
  const Standing standing = modern ? Standing::likely : Standing::shown;
  auto& h = out.add(CauseId::no_common_version, standing, contiguous ? 40 : 70,
                    {versions_fact(c), alert_fact(c)});
  h.parameters = {{"client_versions", offered_versions(hello)}};
  if (modern) {
    out.add(CauseId::sigalg_no_common, Standing::likely, contiguous ? 50 : 30, {alert_fact(c)});
    out.add(CauseId::curve_of_cert_unsupported, Standing::possible, 25);
    out.add(CauseId::version_intolerance, Standing::possible, 10);
  }
}

// TLS 1.3 needs RSASSA-PSS to sign with an RSA key (RFC 8446 §4.2.3).
bool offers_tls13_without_pss(const ClientHello& hello) {
  return is_tls13(hello.highest_version()) && hello_takes_pss(hello) == false;
}

bool offers_only_tls13_suites_of(const ClientHello& hello, bool tls13) {
  return std::ranges::any_of(hello.cipher_suites, [tls13](CipherSuite s) {
    const auto t = traits(s);
    return t.known && (t.key_exchange == KeyExchange::tls13) == tls13;
  });
}

// Servers also say internal_error where they find no signature for an old version (OpenSSL 3).
void refused_internally(const Case& c, Findings& out) {
  const ClientHello& hello = *c.handshake.client_hello;
  const bool old = hello.highest_version() < ProtocolVersion::TLSv1_2;
  out.add(CauseId::internal_error_server, old ? Standing::likely : Standing::shown, 100,
          {alert_fact(c)});
  if (!old) return;
  out.add(CauseId::no_common_version, Standing::likely, 60, {versions_fact(c)}).parameters = {
      {"client_versions", offered_versions(hello)}};
  out.add(CauseId::sigalg_no_common, Standing::possible, 50, {alert_fact(c)});
}

// A name without a dot that JSSE does not send is a reason to ask for none.
void no_name(const Case& c, Findings& out) {
  out.add(CauseId::sni_required, Standing::possible, 45);
  if (c.client != nullptr && c.client->family == "jsse") {
    out.add(CauseId::java_no_sni_single_label, Standing::possible, 43);
  }
}

void handshake_failure(const Case& c, Findings& out) {
  const ClientHello& hello = *c.handshake.client_hello;
  const auto said = alert_fact(c);
  const auto suites = fact(sentence::fact_client_suites, {{"count", hello.cipher_suites.size()}},
                           c.handshake.client_hello.at(), hello.cipher_suites.size());
  out.add(CauseId::no_shared_cipher, Standing::likely, 60, {suites, said});
  const int scheme_weight = offers_tls13_without_pss(hello) ? 70 : 50;
  auto& scheme = out.add(CauseId::sigalg_no_common, Standing::likely, scheme_weight, {said});
  if (hello_takes_pss(hello) == false) {
    scheme.evidence.push_back(
        fact(sentence::fact_no_pss_offered, {}, c.handshake.client_hello.at()));
    out.add(CauseId::pss_chain, Standing::possible, 45,
            {fact(sentence::fact_no_pss_offered, {}, c.handshake.client_hello.at())});
  }
  if (!hello.supported_groups.empty()) out.add(CauseId::no_common_group, Standing::possible, 40);
  out.add(CauseId::cert_key_type_mismatch, Standing::possible, 35);
  if (!hello.server_name) no_name(c, out);
  const bool old = !is_tls13(hello.highest_version());
  if (old) out.add(CauseId::no_common_version, Standing::possible, 30);
  if (offers_only_tls13_suites_of(hello, true) && !old) {
    out.add(CauseId::tls13_suite_missing, Standing::possible, 20);
  }
  if (hello.highest_version() <= ProtocolVersion::TLSv1_0 && old) {
    out.add(CauseId::no_common_version, Standing::likely, 55, {versions_fact(c)}).parameters = {
        {"client_versions", offered_versions(hello)}};
  }
}

void refused_name(const Case& c, Findings& out) {
  const ClientHello& hello = *c.handshake.client_hello;
  if (hello.server_name && !ServerName(*hello.server_name).is_host_name()) {
    out.add(CauseId::sni_ip_literal, Standing::likely, 60,
            {fact(sentence::fact_server_name, {{"server_name", *hello.server_name}},
                  c.handshake.client_hello.at(), *hello.server_name)});
  }
  if (!hello.server_name) {
    out.add(
        CauseId::sni_required, Standing::shown, 100,
        {fact(sentence::fact_no_server_name, {}, c.handshake.client_hello.at()), alert_fact(c)});
    return;
  }
  auto& h = out.add(CauseId::sni_unknown_name, Standing::shown, 100,
                    {fact(sentence::fact_server_name, {{"server_name", *hello.server_name}},
                          c.handshake.client_hello.at(), *hello.server_name),
                     alert_fact(c)});
  h.parameters = {{"server_name", *hello.server_name}};
}

void refused_alpn(const Case& c, Findings& out) {
  const ClientHello& hello = *c.handshake.client_hello;
  const knowledge::List offered = knowledge::list_of(hello.alpn);
  auto& h = out.add(CauseId::alpn_mismatch, Standing::shown, 100,
                    {fact(sentence::fact_alpn_offered, {{"alpn_offered", offered}},
                          c.handshake.client_hello.at(), offered),
                     alert_fact(c)});
  h.parameters = {{"alpn_offered", offered}};
}

void refused_form(const Case& c, Findings& out) {
  const ClientHello& hello = *c.handshake.client_hello;
  if (hello.server_name && !ServerName(*hello.server_name).is_host_name()) {
    out.add(CauseId::sni_ip_literal, Standing::likely, 62, {alert_fact(c)});
  }
  if (hello.sslv2_format) out.add(CauseId::sslv2_hello, Standing::likely, 70, {alert_fact(c)});
  if (hello.offers_psk) out.add(CauseId::psk_binder_invalid, Standing::likely, 60, {alert_fact(c)});
  if (c.handshake.hello_retry_request)
    out.add(CauseId::hrr_mishandled, Standing::likely, 65, {alert_fact(c)});
  if (!hello.supported_groups.empty()) out.add(CauseId::no_common_group, Standing::possible, 35);
  out.add(CauseId::extension_intolerance, Standing::likely, 40, {alert_fact(c)});
  out.add(CauseId::version_intolerance, Standing::possible, 30);
  out.add(CauseId::middlebox_corrupts, Standing::possible, 20);
}

}  // namespace

void server_refusal(const Case& c, Findings& out) {
  const bool early =
      c.picture.stage == Stage::client_hello || c.picture.stage == Stage::hello_retry_request;
  if (!early || !c.picture.alert || !c.ended_by_server() || !c.handshake.client_hello) return;
  const auto said = alert_fact(c);
  switch (c.picture.alert->description) {
    case AlertDescription::protocol_version: refused_version(c, out); break;
    case AlertDescription::handshake_failure:
    case AlertDescription::insufficient_security: handshake_failure(c, out); break;
    case AlertDescription::unrecognized_name: refused_name(c, out); break;
    case AlertDescription::no_application_protocol: refused_alpn(c, out); break;
    case AlertDescription::internal_error: refused_internally(c, out); break;
    case AlertDescription::inappropriate_fallback:
      out.add(CauseId::fallback_scsv, Standing::shown, 100, {said});
      break;
    case AlertDescription::missing_extension:
      out.add(CauseId::missing_extension, Standing::shown, 100, {said});
      break;
    case AlertDescription::unknown_psk_identity:
      out.add(CauseId::psk_unknown, Standing::shown, 100, {said});
      break;
    case AlertDescription::access_denied:
      out.add(CauseId::ip_acl_after_accept, Standing::likely, 50, {said});
      break;
    case AlertDescription::close_notify:
      out.add(CauseId::fin_after_clienthello, Standing::likely, 50, {said});
      break;
    default: refused_form(c, out);
  }
}

}  // namespace tlswhy::signs
