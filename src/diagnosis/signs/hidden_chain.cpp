#include <array>

#include "diagnosis/answers.hpp"
#include "diagnosis/signs/signs.hpp"
#include "knowledge/ids/causes.hpp"
#include "knowledge/ids/sentences.hpp"

// TLS 1.3: the server's certificates are encrypted, and the client turned away after them.
// OpenSSL's alert is still in clear; of the others only its size is seen.
namespace tlswhy::signs {
namespace {

using knowledge::CauseId;

// In the order in which they are met; it only orders candidates.
constexpr std::array usual_faults = {
    CauseId::untrusted_root,       CauseId::name_mismatch,       CauseId::cert_expired,
    CauseId::missing_intermediate, CauseId::self_signed_leaf,    CauseId::unknown_critical_ext,
    CauseId::eku_not_serverauth,   CauseId::not_yet_valid,       CauseId::name_constraint,
    CauseId::expired_intermediate, CauseId::intermediate_not_ca, CauseId::pss_chain,
    CauseId::rsa_key_too_small,    CauseId::sha1_cert,           CauseId::cert_revoked,
    CauseId::bad_cert_signature};

constexpr std::size_t enough = 5;

bool client_turned_away(const Case& c) {
  if (!c.ended_by_client() || c.picture.client_finished) return false;
  return c.picture.stage >= Stage::server_hello && c.picture.stage < Stage::established;
}

}  // namespace

void hidden_chain(const Case& c, Findings& out) {
  if (!c.handshake.tls13() || !client_turned_away(c)) return;
  const auto hidden =
      fact(sentence::fact_certificates_encrypted, {}, c.handshake.server_hello.at());
  std::size_t found = 0;
  int weight = 60;
  if (c.picture.single_certificate && fit(c, CauseId::missing_intermediate) != Fit::differs) {
    out.add(CauseId::missing_intermediate, Standing::likely, weight + 1,
            {fact(sentence::fact_single_certificate_13, {}, {}), hidden});
  }
  for (const CauseId cause : usual_faults) {
    weight -= 2;
    const Fit how = fit(c, cause);
    const bool possible =
        how == Fit::matches || (how == Fit::unknown && some_client_answers_so(c, cause));
    if (!possible) continue;
    if (++found > enough) break;
    out.add(cause, how == Fit::matches ? Standing::likely : Standing::possible, weight, {hidden});
  }
}

}  // namespace tlswhy::signs
