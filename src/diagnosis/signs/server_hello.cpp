#include <algorithm>
#include <array>

#include "diagnosis/answers.hpp"
#include "diagnosis/offers.hpp"
#include "diagnosis/signs/signs.hpp"
#include "knowledge/ids/causes.hpp"
#include "knowledge/ids/sentences.hpp"
#include "knowledge/ranks.hpp"
#include "wire/suite_traits.hpp"

// What the server chose, against what the client offered (RFC 8446 §4.1.3, RFC 5246 §7.4.1.3).
namespace tlswhy::signs {
namespace {

using knowledge::CauseId;

bool version_offered(const ClientHello& hello, ProtocolVersion version) {
  if (!hello.supported_versions.empty()) {
    return std::ranges::find(hello.supported_versions, version) != hello.supported_versions.end();
  }
  return code(version) <= code(hello.legacy_version);
}

void chosen_version(const Case& c, Findings& out) {
  const ClientHello& hello = *c.handshake.client_hello;
  const ServerHello& chosen = *c.handshake.server_hello;
  const bool offered = version_offered(hello, chosen.selected_version);
  if (offered && !c.alert_is(AlertDescription::protocol_version)) return;
  const knowledge::Value client = offered_versions(hello);
  const ProtocolVersion server = chosen.selected_version;
  auto& h = out.add(rank::flight_server_old_version_client_refuses, Standing::shown,
                    {fact(sentence::fact_server_version, {{"server_version", server}},
                          c.handshake.server_hello.at(), server),
                     fact(sentence::fact_client_versions, {{"client_versions", client}},
                          c.handshake.client_hello.at(), client)});
  h.parameters = {{"server_version", server}, {"client_versions", client}};
}

void chosen_suite(const Case& c, Findings& out) {
  const CipherSuite suite = c.handshake.server_hello->cipher_suite;
  const ClientHello& hello = *c.handshake.client_hello;
  if (hello.sslv2_format || hello.offers(suite)) return;
  auto& h = out.add(
      rank::flight_client_rejects_chosen_cipher, Standing::shown,
      {fact(sentence::fact_server_chose, {{"suite", suite}}, c.handshake.server_hello.at(), suite),
       fact(sentence::fact_suite_not_offered, {{"suite", suite}}, c.handshake.client_hello.at(),
            suite)});
  h.parameters = {{"suite", suite}};
}

void unsolicited_extension(const Case& c, Findings& out) {
  const ClientHello& hello = *c.handshake.client_hello;
  for (const ExtensionType type : c.handshake.server_hello->extensions) {
    const bool signalled = type == ExtensionType::renegotiation_info &&
                           hello.offers(CipherSuite::TLS_EMPTY_RENEGOTIATION_INFO_SCSV);
    if (hello.has(type) || signalled) continue;
    out.add(
        rank::flight_unsolicited_extension,
        c.alert_is(AlertDescription::unsupported_extension) ? Standing::shown : Standing::possible,
        {fact(sentence::fact_extension_not_offered, {{"extension", type}},
              c.handshake.server_hello.at(), type)});
  }
}

// A TLS 1.3 server marks in its random that it was made to choose less (RFC 8446 §4.1.3).
void downgrade_marker(const Case& c, Findings& out) {
  constexpr std::array<std::uint8_t, 7> marker = {0x44, 0x4F, 0x57, 0x4E, 0x47, 0x52, 0x44};
  const auto& random = c.handshake.server_hello->random;
  if (random.size() != 32 || !std::equal(marker.begin(), marker.end(), random.begin() + 24)) return;
  if (!is_tls13(c.handshake.client_hello->highest_version()) || c.handshake.tls13()) return;
  if (!c.alert_is(AlertDescription::illegal_parameter)) return;
  out.add(rank::flight_downgrade_sentinel, Standing::shown,
          {fact(sentence::fact_downgrade_marker, {}, c.handshake.server_hello.at())});
}

// Some clients require RFC 5746 of every server; others only when told to.
void renegotiation_info(const Case& c, Findings& out) {
  const ClientHello& hello = *c.handshake.client_hello;
  const bool asked = hello.has(ExtensionType::renegotiation_info) ||
                     hello.offers(CipherSuite::TLS_EMPTY_RENEGOTIATION_INFO_SCSV);
  if (!asked || c.handshake.tls13() ||
      c.handshake.server_hello->has(ExtensionType::renegotiation_info))
    return;
  if (c.handshake.server_hello->selected_version < ProtocolVersion::TLSv1_0) return;
  if (!c.alert_is(AlertDescription::handshake_failure)) return;
  const bool known = fit(c, CauseId::legacy_renegotiation) == Fit::matches;
  out.add(known ? rank::flight_legacy_renegotiation_known : rank::flight_legacy_renegotiation,
          known ? Standing::likely : Standing::possible,
          {fact(sentence::fact_no_renegotiation_info, {}, c.handshake.server_hello.at())});
}

// RFC 7627 section 5.3: a session that was made with extended master secret is not taken up again
// without it. Whether the first one had it is not shown here.
void extended_master_secret(const Case& c, Findings& out) {
  const ClientHello& hello = *c.handshake.client_hello;
  const ServerHello& answer = *c.handshake.server_hello;
  if (c.handshake.tls13() || !hello.has(ExtensionType::extended_master_secret) ||
      answer.has(ExtensionType::extended_master_secret) ||
      !c.alert_is(AlertDescription::handshake_failure))
    return;
  if (hello.session_id.empty() || hello.session_id != answer.session_id ||
      c.handshake.server_certificates)
    return;
  out.add(rank::flight_ems_mismatch_resume, Standing::likely,
          {fact(sentence::fact_resumed_without_extended_master_secret, {},
                c.handshake.server_hello.at())});
}

void warning_name(const Case& c, Findings& out) {
  for (const AlertSeen& a : c.transcript.alerts) {
    if (a.from == c.transcript.client || a.encrypted || a.level != AlertLevel::warning) continue;
    if (a.description != AlertDescription::unrecognized_name) continue;
    const bool known = fit(c, CauseId::sni_warning_breaks_java7) == Fit::matches;
    out.add(rank::flight_sni_warning_breaks_java7,
            known ? Standing::consistent : Standing::possible,
            {fact(sentence::fact_name_warning, {}, a.frame)});
  }
}

}  // namespace

void server_hello(const Case& c, Findings& out) {
  if (!c.handshake.client_hello || !c.ended_by_client() || c.picture.stage == Stage::established)
    return;
  warning_name(c, out);
  if (!c.handshake.server_hello) return;
  chosen_version(c, out);
  chosen_suite(c, out);
  unsolicited_extension(c, out);
  downgrade_marker(c, out);
  renegotiation_info(c, out);
  extended_master_secret(c, out);
}

}  // namespace tlswhy::signs
