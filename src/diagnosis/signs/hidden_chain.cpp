#include <array>

#include "diagnosis/answers.hpp"
#include "diagnosis/signs/signs.hpp"
#include "knowledge/ids/causes.hpp"
#include "knowledge/ids/sentences.hpp"
#include "knowledge/ranks.hpp"

// TLS 1.3: the server's certificates are encrypted, and the client turned away after them.
// OpenSSL's alert is still in clear; of the others only its size is seen.
namespace tlswhy::signs {
namespace {

using knowledge::CauseId;

constexpr std::array usual_faults = {
    rank::flight_untrusted_root_hidden,      rank::flight_name_mismatch_hidden,
    rank::flight_cert_expired_hidden,        rank::flight_missing_intermediate_hidden,
    rank::flight_self_signed_leaf_hidden,    rank::flight_unknown_critical_ext_hidden,
    rank::flight_eku_not_serverauth_hidden,  rank::flight_not_yet_valid_hidden,
    rank::flight_name_constraint_hidden,     rank::flight_expired_intermediate_hidden,
    rank::flight_intermediate_not_ca_hidden, rank::flight_pss_chain_hidden,
    rank::flight_rsa_key_too_small_hidden,   rank::flight_sha1_cert_hidden,
    rank::flight_cert_revoked_hidden,        rank::flight_bad_cert_signature_hidden};

constexpr std::size_t enough = 5;

bool client_left_after_hello(const Case& c) {
  if (!c.ended_by_client() || c.picture.client_finished) return false;
  return c.picture.stage >= Stage::server_hello && c.picture.stage < Stage::established;
}

}  // namespace

void hidden_chain(const Case& c, Findings& out) {
  const bool seen = static_cast<bool>(c.handshake.server_certificates);  // opened, or in a log
  if (!c.handshake.tls13() || seen || !client_left_after_hello(c)) return;
  const auto hidden =
      fact(sentence::fact_certificates_encrypted, {}, c.handshake.server_hello.at());
  std::size_t found = 0;
  if (c.picture.single_certificate && fit(c, CauseId::missing_intermediate) != Fit::differs) {
    out.add(rank::flight_missing_intermediate_single_certificate, Standing::likely,
            {fact(sentence::fact_single_certificate_13, {}, {}), hidden});
  }
  for (const knowledge::Rank fault : usual_faults) {
    const Fit how = fit(c, fault.cause);
    const bool possible =
        how == Fit::matches || (how == Fit::unknown && some_client_answers_so(c, fault.cause));
    if (!possible) continue;
    if (++found > enough) break;
    out.add(fault, how == Fit::matches ? Standing::likely : Standing::possible, {hidden});
    // By a clock that is wrong it looks the same.
    if (fault.cause == CauseId::not_yet_valid)
      out.add(rank::flight_client_clock_wrong_hidden, Standing::possible, {hidden});
  }
}

}  // namespace tlswhy::signs
