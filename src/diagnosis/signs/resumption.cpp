#include "diagnosis/offers.hpp"
#include "diagnosis/signs/signs.hpp"
#include "knowledge/ids/causes.hpp"
#include "knowledge/ids/sentences.hpp"
#include "knowledge/ranks.hpp"

// The hello offers a session of an earlier connection, and the server refused it. A server that
// cannot take a session up goes on without it (RFC 5077 section 3.4, RFC 8446 section 4.2.11): one
// that breaks off has a fault of its own, and the first connection, without a session, worked.
namespace tlswhy::signs {
namespace {

// Causes that speak of one session: those of the connection before.
std::vector<Fact> session_facts(const Case& c) {
  std::vector<Fact> out = {fact(sentence::fact_session_offered, {}, c.handshake.client_hello.at())};
  if (const auto& before = c.beside->before) {
    out.insert(out.begin(), fact(before->gave_session ? sentence::fact_session_given
                                                      : sentence::fact_worked_before,
                                 {}, before->frame));
  }
  return out;
}

}  // namespace

void resumption(const Case& c, Findings& out) {
  if (c.picture.stage != Stage::client_hello || !c.ended_by_server()) return;
  if (!offers_session(*c.handshake.client_hello)) return;
  if (c.transcript.side(c.transcript.server()).answer_frame != 0) return;
  std::vector<Fact> facts = session_facts(c);
  if (c.picture.alert) facts.push_back(alert_fact(c));
  const bool worked = c.beside->before.has_value();
  if (c.alert_is(AlertDescription::internal_error)) {
    // OpenSSL demands a context of sessions only where it verifies clients.
    const bool verifies = worked && c.beside->before->certificate_requested;
    out.add(rank::refused_hello_session_id_context,
            verifies ? Standing::consistent : Standing::likely, std::move(facts));
    return;
  }
  out.add(c.picture.alert ? rank::refused_hello_ticket_key_mismatch
                          : rank::unanswered_hello_ticket_key_mismatch,
          worked ? Standing::likely : Standing::possible, std::move(facts));
}

}  // namespace tlswhy::signs
