#include "diagnosis/signs/signs.hpp"
#include "knowledge/ids/causes.hpp"
#include "knowledge/ids/sentences.hpp"
#include "wire/names.hpp"

// A side closed or reset while its own flight was under way, or after the other's, without a word.
namespace tlswhy::signs {
namespace {

using knowledge::CauseId;

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
  out.add(CauseId::fin_after_clienthello, Standing::likely, 60, facts).refuser = Party::server;
  out.add(CauseId::middlebox_corrupts, Standing::likely, 40, {});
  if (c.picture.certificate_requested)
    out.add(CauseId::client_cert_untrusted, Standing::possible, 45);
}

// The handshake was done and the client left without having said anything: it judges late.
void client_left(const Case& c, Findings& out) {
  const auto left = fact(sentence::fact_client_left, {}, c.picture.frame);
  if (c.handshake.tls13() || !c.handshake.server_certificates) {
    out.add(CauseId::untrusted_root, Standing::likely, 45, {left});
    out.add(CauseId::name_mismatch, Standing::likely, 44, {left});
    out.add(CauseId::missing_intermediate, Standing::possible, 43, {left});
    out.add(CauseId::cert_expired, Standing::possible, 42, {left});
  }
  out.add(CauseId::application_aborts, Standing::possible, 25, {left});
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
