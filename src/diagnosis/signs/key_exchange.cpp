#include <algorithm>

#include "diagnosis/answers.hpp"
#include "diagnosis/offers.hpp"
#include "diagnosis/signs/signs.hpp"
#include "knowledge/ids/causes.hpp"
#include "knowledge/ids/sentences.hpp"
#include "knowledge/ranks.hpp"

// ServerKeyExchange: the size of the DH group, the hash of its signature, the signature itself
// (RFC 5246 §7.4.3, RFC 7919).
namespace tlswhy::signs {
namespace {

using knowledge::CauseId;

constexpr std::uint32_t usual_minimum = 1024;

Fact ecdhe_fact(const Case& c) {
  const std::size_t count = offered_with(c.handshake, KeyExchange::ecdhe);
  return fact(count > 0 ? sentence::fact_ecdhe_offered : sentence::fact_no_ecdhe_offered,
              {{"count", count}}, c.handshake.client_hello.at(), count);
}

std::vector<Fact> group_facts(const Case& c, std::uint32_t bits) {
  const CipherSuite suite = c.handshake.server_hello->cipher_suite;
  return {
      fact(sentence::fact_server_chose, {{"suite", suite}}, c.handshake.server_hello.at(), suite),
      fact(sentence::fact_dh_bits, {{"dh_bits", bits}}, c.handshake.server_key_exchange.at(),
           bits)};
}

void limit_fact(std::vector<Fact>& facts, const Case& c, bool minimum, std::uint32_t limit) {
  Fact& bits = facts.back();
  bits.rule = minimum ? "minimum_dh_bits" : "maximum_dh_bits";
  bits.need = limit;
  if (c.client == nullptr) return;  // a limit is a client's
  const knowledge::ClientProfile* named = c.setting.client();
  bits.source = named != nullptr ? named->name : c.client->name;
  facts.push_back(fact(minimum ? sentence::fact_minimum_dh : sentence::fact_maximum_dh,
                       {{"limit", limit}, {"client", c.client->id}}, {}, limit));
}

void weak_group(const Case& c, std::uint32_t bits, Findings& out) {
  auto facts = group_facts(c, bits);
  const bool dialect = fit(c, CauseId::weak_dh_group) == Fit::matches;
  const std::uint32_t minimum = c.policy().minimum_dh_bits.value_or(0);
  // Where the alert is about nothing else, a group that the client takes by default means that this
  // machine was told to want more.
  const bool stricter = c.client != nullptr &&
                        c.client->habits.insufficient_security_means_key_exchange &&
                        c.alert_is(AlertDescription::insufficient_security);
  Standing standing = Standing::possible;
  if (minimum != 0 && bits < minimum) {
    limit_fact(facts, c, true, minimum);
    standing = dialect                                          ? Standing::shown
               : fit(c, CauseId::weak_dh_group) == Fit::differs ? Standing::possible
                                                                : Standing::likely;
  } else if (stricter) {
    facts.push_back(fact(sentence::fact_stricter_dh, {}, c.picture.frame));
    standing = Standing::shown;
  } else if (bits < usual_minimum) {
    // The client that was named takes it, as far as it is known: its machine was told otherwise, or
    // it was another one.
    const bool taken = c.setting.client() != nullptr && minimum != 0;
    standing = !taken && (dialect || c.client == nullptr) ? Standing::consistent : Standing::likely;
  } else if (bits == usual_minimum && c.client == nullptr) {
    standing = Standing::likely;
  } else {
    return;
  }
  facts.push_back(ecdhe_fact(c));
  auto& h = out.add(rank::flight_weak_dh_group, standing, std::move(facts));
  h.parameters = {{"dh_bits", bits}, {"minimum_dh_bits", minimum}};
}

void large_group(const Case& c, std::uint32_t bits, Findings& out) {
  const std::uint32_t maximum = c.policy().maximum_dh_bits.value_or(0);
  const bool internal = c.alert_is(AlertDescription::internal_error);
  const bool old_and_unknown = c.client == nullptr && bits > 1024 && internal &&
                               !is_tls13(c.handshake.client_hello->highest_version());
  if (!old_and_unknown && (maximum == 0 || bits <= maximum)) return;
  auto facts = group_facts(c, bits);
  if (maximum != 0) limit_fact(facts, c, false, maximum);
  const Standing standing = !internal      ? Standing::possible
                            : maximum != 0 ? Standing::shown
                                           : Standing::likely;
  facts.push_back(ecdhe_fact(c));
  auto& h = out.add(rank::flight_dh_prime_too_large, standing, std::move(facts));
  h.parameters = {{"dh_bits", bits}, {"maximum_dh_bits", maximum}};
}

bool uses_sha1_or_md5(const Handshake& h) {
  if (h.version() < ProtocolVersion::TLSv1_2)
    return true;  // MD5 with SHA-1, or SHA-1 (RFC 4346 §7.4.3)
  const auto& scheme = h.server_key_exchange->scheme;
  return scheme && (code(*scheme) >> 8 == 1 || code(*scheme) >> 8 == 2);
}

void signature_hash(const Case& c, Findings& out) {
  const Handshake& h = c.handshake;
  if (h.server_key_exchange->signature.empty() || !uses_sha1_or_md5(h)) return;
  const bool known = !c.answers_to(CauseId::sha1_handshake_signature).empty();
  const knowledge::Value scheme =
      h.server_key_exchange->scheme ? knowledge::Value(*h.server_key_exchange->scheme) : "SHA-1";
  const auto& offered = h.client_hello->signature_algorithms;
  const bool unoffered =
      h.server_key_exchange->scheme && !offered.empty() &&
      std::ranges::find(offered, *h.server_key_exchange->scheme) == offered.end();
  Standing standing = Standing::possible;
  if (unoffered && c.picture.alert) standing = Standing::shown;
  if (known && c.alert_is(AlertDescription::internal_error)) standing = Standing::consistent;
  if (standing == Standing::possible && !known) return;
  auto& found = out.add(rank::flight_sha1_handshake_signature, standing,
                        {fact(sentence::fact_signature_hash, {{"scheme", scheme}},
                              h.server_key_exchange.at(), scheme),
                         fact(sentence::fact_agreed_version, {{"version", h.version()}},
                              h.server_hello.at(), h.version())});
  found.parameters = {{"scheme", scheme}};
}

void signature_validity(const Case& c, Findings& out) {
  const auto valid = key_exchange_signature_valid(c.handshake);
  if (!valid) return;
  const auto checked = fact(*valid ? sentence::fact_signature_good : sentence::fact_signature_bad,
                            {}, c.handshake.server_key_exchange.at());
  if (*valid) {
    out.rule_out(CauseId::hs_signature_invalid, checked);
  } else {
    const bool other_dialect = fit(c, CauseId::hs_signature_invalid) == Fit::differs;
    out.add(rank::flight_hs_signature_invalid, other_dialect ? Standing::likely : Standing::shown,
            {checked});
  }
}

}  // namespace

void key_exchange(const Case& c, Findings& out) {
  const Handshake& h = c.handshake;
  if (!h.server_hello || !h.server_key_exchange || !h.client_hello) return;
  const bool early = c.picture.stage == Stage::server_hello ||
                     c.picture.stage == Stage::server_flight ||
                     c.picture.stage == Stage::client_flight;
  if (!early || !c.ended_by_client()) return;
  if (h.server_key_exchange->kind == ServerKeyExchange::Kind::dhe) {
    large_group(c, h.server_key_exchange->dh_bits, out);
    weak_group(c, h.server_key_exchange->dh_bits, out);
  }
  signature_hash(c, out);
  signature_validity(c, out);
}

}  // namespace tlswhy::signs
