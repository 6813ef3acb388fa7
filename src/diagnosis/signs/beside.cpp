#include <algorithm>

#include "diagnosis/offers.hpp"
#include "diagnosis/signs/signs.hpp"
#include "knowledge/ids/causes.hpp"
#include "knowledge/ids/sentences.hpp"
#include "knowledge/ranks.hpp"
#include "wire/suite_traits.hpp"

// What works with the same server in another connection, and is otherwise in this one.
namespace tlswhy::signs {
namespace {

bool unanswered(const Case& c) {
  const bool silent = c.picture.ending == Ending::none && c.picture.silence_ns >= long_silence_ns;
  return silent || c.picture.ending == Ending::fin || c.picture.ending == Ending::rst;
}

// An older version works, and the server breaks off or says nothing where TLS 1.3 is offered: the
// offer itself may be what it, or somebody in between, stumbles over.
void older_version(const Case& c, Findings& out) {
  const auto& works = c.beside->works;
  if (!works || is_tls13(works->version) || !unanswered(c)) return;
  if (!is_tls13(c.handshake.client_hello->highest_version())) return;
  out.add(rank::unanswered_hello_version_intolerance_older_works, Standing::likely,
          {works_beside_fact(c)});
}

// The server chose TLS_RSA_* of everybody who offered it; this client does not.
void static_rsa(const Case& c, Findings& out) {
  const WorksOnly& others = c.beside->works_only;
  if (!others.static_rsa || !c.ended_by_server()) return;
  if (!c.alert_is(AlertDescription::handshake_failure) &&
      !c.alert_is(AlertDescription::insufficient_security))
    return;
  if (offered_with(c.handshake, KeyExchange::rsa) != 0) return;
  auto& h = out.add(rank::refused_hello_rsa_kex_disabled, Standing::likely,
                    {fact(sentence::fact_static_rsa_beside, {{"suite", *others.static_rsa}},
                          others.static_rsa_frame, *others.static_rsa),
                     fact(sentence::fact_no_static_rsa_offered, {}, c.handshake.client_hello.at()),
                     alert_fact(c)});
  h.parameters = {{"client_versions", offered_versions(*c.handshake.client_hello)}};
}

// A hello of one segment is answered and this one, which takes two, is not (RFC 8446 section 5.1
// lets a message span records and segments).
void long_hello(const Case& c, Findings& out) {
  if (c.beside->works_only.short_hello_frame == 0 || !unanswered(c)) return;
  const std::uint64_t size = hello_size(c.transcript);
  if (size <= most_in_one_segment) return;
  auto& h = out.add(
      rank::unanswered_hello_pq_split_clienthello, Standing::likely,
      {fact(sentence::fact_long_hello, {{"count", size}}, c.handshake.client_hello.at(), size),
       fact(sentence::fact_short_hello_works, {}, c.beside->works_only.short_hello_frame)});
  if (!c.ended_by_server()) h.refuser = Party::middlebox;
}

}  // namespace

void beside(const Case& c, Findings& out) {
  if (c.picture.stage != Stage::client_hello || !c.handshake.client_hello) return;
  older_version(c, out);
  static_rsa(c, out);
  long_hello(c, out);
}

}  // namespace tlswhy::signs
