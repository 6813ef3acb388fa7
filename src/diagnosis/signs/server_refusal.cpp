#include <algorithm>

#include "diagnosis/offers.hpp"
#include "diagnosis/signs/signs.hpp"
#include "knowledge/ids/causes.hpp"
#include "knowledge/ids/sentences.hpp"
#include "knowledge/ranks.hpp"
#include "wire/suite_traits.hpp"

// The server refused a ClientHello with an alert. What it lacks is on its side and unseen: the
// alert and what the hello offers narrow it, seldom more.
namespace tlswhy::signs {
namespace {

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
  // Who does not read hellos in the format of SSL 2.0 says the same of them (RFC 5246 appendix
  // E.2).
  if (hello.sslv2_format)
    out.add(rank::refused_hello_sslv2_hello, Standing::likely, {alert_fact(c)});
  const Standing standing = modern || hello.sslv2_format ? Standing::likely : Standing::shown;
  auto& h = out.add(contiguous ? rank::refused_hello_no_common_version_every_version
                               : rank::refused_hello_no_common_version_version_alert,
                    standing, {versions_fact(c), alert_fact(c)});
  h.parameters = {{"client_versions", offered_versions(hello)}};
  if (modern) {
    out.add(contiguous ? rank::refused_hello_sigalg_no_common
                       : rank::refused_hello_sigalg_no_common_version_alert,
            Standing::likely, {alert_fact(c)});
    out.add(rank::refused_hello_curve_of_cert_unsupported, Standing::possible);
    out.add(rank::refused_hello_version_intolerance_version_alert, Standing::possible);
  }
}

// TLS 1.3 needs RSASSA-PSS to sign with an RSA key (RFC 8446 §4.2.3).
bool offers_tls13_without_pss(const ClientHello& hello) {
  return is_tls13(hello.highest_version()) && hello_takes_pss(hello) == false;
}

bool offers_suite_of(const ClientHello& hello, bool tls13) {
  return std::ranges::any_of(hello.cipher_suites, [tls13](CipherSuite s) {
    const auto t = traits(s);
    return t.known && (t.key_exchange == KeyExchange::tls13) == tls13;
  });
}

// By its versions or by its suites: nothing older can be chosen.
bool offers_tls13_alone(const ClientHello& hello) {
  const bool versions = !hello.supported_versions.empty() &&
                        std::ranges::all_of(hello.supported_versions, [](ProtocolVersion v) {
                          return is_tls13(v) || is_grease(code(v));
                        });
  return versions || !offers_suite_of(hello, false);
}

// Servers also say internal_error where they find no signature for an old version (OpenSSL 3).
// A session that is offered may be what it stumbles over.
void refused_internally(const Case& c, Findings& out) {
  const ClientHello& hello = *c.handshake.client_hello;
  const bool old = hello.highest_version() < ProtocolVersion::TLSv1_2;
  out.add(rank::refused_hello_internal_error_server,
          old || offers_session(hello) ? Standing::likely : Standing::shown, {alert_fact(c)});
  if (!old) return;
  out.add(rank::refused_hello_no_common_version_internal_error, Standing::likely,
          {versions_fact(c)})
      .parameters = {{"client_versions", offered_versions(hello)}};
  out.add(rank::refused_hello_sigalg_no_common, Standing::possible, {alert_fact(c)});
}

// A client that sends no name without a dot has a reason to ask for none.
void no_name(const Case& c, Findings& out) {
  out.add(rank::refused_hello_sni_required, Standing::possible);
  if (c.client != nullptr && !c.client->habits.sends_names_without_dot) {
    out.add(rank::refused_hello_java_no_sni_single_label, Standing::possible);
  }
}

void handshake_failure(const Case& c, Findings& out) {
  const ClientHello& hello = *c.handshake.client_hello;
  const auto said = alert_fact(c);
  const auto suites = fact(sentence::fact_client_suites, {{"count", hello.cipher_suites.size()}},
                           c.handshake.client_hello.at(), hello.cipher_suites.size());
  const bool modern = is_tls13(hello.highest_version());
  const bool alone = modern && offers_tls13_alone(hello);
  out.add(
      alone ? rank::refused_hello_tls13_suite_missing_alone : rank::refused_hello_no_shared_cipher,
      Standing::likely, {suites, said});
  // JSSE says so of the format, unless it was told to read it.
  if (hello.sslv2_format) out.add(rank::refused_hello_sslv2_hello, Standing::likely, {said});
  auto& scheme =
      out.add(offers_tls13_without_pss(hello) ? rank::refused_hello_sigalg_no_common_without_pss
                                              : rank::refused_hello_sigalg_no_common,
              Standing::likely, {said});
  if (hello_takes_pss(hello) == false) {
    scheme.evidence.push_back(
        fact(sentence::fact_no_pss_offered, {}, c.handshake.client_hello.at()));
    out.add(rank::refused_hello_pss_chain, Standing::possible,
            {fact(sentence::fact_no_pss_offered, {}, c.handshake.client_hello.at())});
  }
  if (!hello.supported_groups.empty())
    out.add(rank::refused_hello_no_common_group, Standing::possible);
  out.add(rank::refused_hello_cert_key_type_mismatch, Standing::possible);
  if (!hello.server_name) no_name(c, out);
  const bool old = !modern;
  if (old) out.add(rank::refused_hello_no_common_version_handshake_failure, Standing::possible);
  if (offers_suite_of(hello, true) && modern && !alone) {
    out.add(rank::refused_hello_tls13_suite_missing, Standing::possible);
  }
  if (hello.highest_version() <= ProtocolVersion::TLSv1_0 && old) {
    out.add(rank::refused_hello_no_common_version_old_hello, Standing::likely, {versions_fact(c)})
        .parameters = {{"client_versions", offered_versions(hello)}};
  }
}

// RFC 6066 section 3: server_name holds no literal addresses. Whether the server minds that, or
// knows no server of that name, the alert does not say.
void refused_name(const Case& c, Findings& out) {
  const ClientHello& hello = *c.handshake.client_hello;
  const auto at = c.handshake.client_hello.at();
  if (!hello.server_name) {
    out.add(rank::refused_hello_sni_required_unrecognized_name, Standing::shown,
            {fact(sentence::fact_no_server_name, {}, at), alert_fact(c)});
    return;
  }
  const auto name = fact(sentence::fact_server_name, {{"server_name", *hello.server_name}}, at,
                         *hello.server_name);
  const bool permitted = ServerName(*hello.server_name).is_host_name();
  const auto add = [&](knowledge::Rank rank) {
    auto& h = out.add(rank, permitted ? Standing::shown : Standing::likely, {name, alert_fact(c)});
    h.parameters = {{"server_name", *hello.server_name}};
  };
  if (!permitted) add(rank::refused_hello_sni_ip_literal_name);
  add(rank::refused_hello_sni_unknown_name);
}

void refused_alpn(const Case& c, Findings& out) {
  const ClientHello& hello = *c.handshake.client_hello;
  const knowledge::List offered = knowledge::list_of(hello.alpn);
  auto& h = out.add(rank::refused_hello_alpn_mismatch, Standing::shown,
                    {fact(sentence::fact_alpn_offered, {{"alpn_offered", offered}},
                          c.handshake.client_hello.at(), offered),
                     alert_fact(c)});
  h.parameters = {{"alpn_offered", offered}};
}

void refused_form(const Case& c, Findings& out) {
  const ClientHello& hello = *c.handshake.client_hello;
  if (hello.server_name && !ServerName(*hello.server_name).is_host_name()) {
    out.add(rank::refused_hello_sni_ip_literal_form, Standing::likely, {alert_fact(c)});
  }
  if (hello.sslv2_format)
    out.add(rank::refused_hello_sslv2_hello, Standing::likely, {alert_fact(c)});
  if (hello.offers_psk)
    out.add(rank::refused_hello_psk_binder_invalid, Standing::likely, {alert_fact(c)});
  if (c.handshake.hello_retry_request)
    out.add(rank::refused_hello_hrr_mishandled, Standing::likely, {alert_fact(c)});
  if (!hello.supported_groups.empty())
    out.add(rank::refused_hello_no_common_group, Standing::possible);
  out.add(rank::refused_hello_extension_intolerance, Standing::likely, {alert_fact(c)});
  out.add(rank::refused_hello_version_intolerance_form, Standing::possible);
  out.add(rank::refused_hello_middlebox_corrupts, Standing::possible);
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
      out.add(rank::refused_hello_fallback_scsv, Standing::shown, {said});
      break;
    case AlertDescription::missing_extension:
      out.add(rank::refused_hello_missing_extension, Standing::shown, {said});
      break;
    case AlertDescription::unknown_psk_identity:
      out.add(rank::refused_hello_psk_unknown, Standing::shown, {said});
      break;
    case AlertDescription::access_denied:
      out.add(rank::refused_hello_ip_acl_after_accept, Standing::likely, {said});
      break;
    case AlertDescription::close_notify:
      out.add(rank::refused_hello_fin_after_clienthello, Standing::likely, {said});
      break;
    default: refused_form(c, out);
  }
}

}  // namespace tlswhy::signs
