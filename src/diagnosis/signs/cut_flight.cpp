#include "diagnosis/signs/signs.hpp"
#include "knowledge/ids/causes.hpp"
#include "knowledge/ids/sentences.hpp"
#include "knowledge/ranks.hpp"
#include "wire/names.hpp"

// A side closed or reset while its own flight was under way, or after the other's, without a word.
namespace tlswhy::signs {
namespace {

bool bare_close(const Case& c) {
  return c.picture.ending == Ending::fin || c.picture.ending == Ending::rst;
}

void server_closed(const Case& c, Findings& out) {
  const SideTranscript& server = c.transcript.side(c.transcript.server());
  std::vector<Fact> facts;
  if (server.cut) {
    facts.push_back(fact(sentence::fact_message_cut,
                         {{"message", handshake_type_name(server.cut->type)},
                          {"have", server.cut->have},
                          {"need", server.cut->need}},
                         server.cut->frame));
  }
  facts.push_back(fact(
      c.picture.ending == Ending::rst ? sentence::fact_server_reset : sentence::fact_server_closed,
      {}, c.picture.frame));
  out.add(rank::flight_fin_after_clienthello, Standing::likely, facts).refuser = Party::server;
  out.add(rank::flight_middlebox_corrupts_cut, Standing::likely);
  if (c.picture.certificate_requested)
    out.add(rank::flight_client_cert_untrusted_cut, Standing::possible);
}

// The handshake was done and the client left without having said anything: it judges late.
void client_left(const Case& c, Findings& out) {
  const auto left = fact(sentence::fact_client_left, {}, c.picture.frame);
  if (c.handshake.tls13() || !c.handshake.server_certificates) {
    out.add(rank::flight_untrusted_root_late, Standing::likely, {left});
    out.add(rank::flight_name_mismatch_late, Standing::likely, {left});
    out.add(rank::flight_missing_intermediate_late, Standing::possible, {left});
    out.add(rank::flight_cert_expired_late, Standing::possible, {left});
  }
  out.add(rank::flight_application_aborts, Standing::possible, {left});
}

}  // namespace

void cut_flight(const Case& c, Findings& out) {
  if (!bare_close(c)) return;
  const Stage stage = c.picture.stage;
  const bool begun = c.transcript.side(c.transcript.server()).tls_frame != 0;
  if (c.ended_by_server() && begun && stage >= Stage::client_hello && stage < Stage::established) {
    server_closed(c, out);
  }
  if (c.ended_by_client() && stage == Stage::established && c.picture.client_data == 0)
    client_left(c, out);
}

}  // namespace tlswhy::signs
