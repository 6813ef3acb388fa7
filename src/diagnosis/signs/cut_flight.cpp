#include <algorithm>
#include <string>

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
  // Whoever waits for the rest sees an end without close_notify, and says so (RFC 8446
  // section 6.1).
  if (c.picture.ending == Ending::fin) {
    out.add(rank::flight_truncation_no_close_notify, Standing::possible, std::move(facts)).refuser =
        Party::server;
  }
  if (c.picture.certificate_requested)
    out.add(rank::flight_client_cert_untrusted_cut, Standing::possible);
}

// The handshake was done and the client left without having said anything: it judges late.
void client_left(const Case& c, Findings& out) {
  const auto left = fact(
      c.client_left_in_order() ? sentence::fact_client_left_in_order : sentence::fact_client_left,
      {}, c.picture.frame);
  if (c.handshake.tls13() || !c.handshake.server_certificates) {
    out.add(rank::flight_untrusted_root_late, Standing::likely, {left});
    out.add(rank::flight_name_mismatch_late, Standing::likely, {left});
    out.add(rank::flight_missing_intermediate_late, Standing::possible, {left});
    out.add(rank::flight_cert_expired_late, Standing::possible, {left});
  }
  out.add(rank::flight_application_aborts, Standing::possible, {left});
}

bool is_http1(const std::string& protocol) { return protocol.starts_with("http/1"); }

// The client insists on a protocol that was not agreed on. One that offers HTTP/1.1 as well seldom
// does, and one whose library has accepted the certificates does not leave over them.
void protocol_missing(const Case& c, Findings& out) {
  const ClientHello& hello = *c.handshake.client_hello;
  if (std::ranges::find(hello.alpn, "h2") == hello.alpn.end()) return;
  const auto& selected = c.handshake.server_hello->alpn;
  const bool told = !c.handshake.tls13() || c.picture.no_alpn_13;
  const bool only_h2 = std::ranges::none_of(hello.alpn, is_http1);
  if (selected == "h2" || (!told && !only_h2)) return;
  const knowledge::List offered = knowledge::list_of(hello.alpn);
  std::vector<Fact> facts = {fact(sentence::fact_alpn_offered, {{"alpn_offered", offered}},
                                  c.handshake.client_hello.at(), offered)};
  if (selected) {
    facts.push_back(fact(sentence::fact_alpn_selected, {{"alpn_selected", *selected}},
                         c.handshake.server_hello.at(), *selected));
  } else if (told) {
    facts.push_back(fact(
        c.handshake.tls13() ? sentence::fact_no_alpn_selected_13 : sentence::fact_no_alpn_selected,
        {}, c.handshake.server_hello.at()));
  }
  const bool accepted = c.policy().judges == knowledge::Judges::before_key_exchange;
  const Standing standing = !only_h2           ? Standing::possible
                            : told && accepted ? Standing::consistent
                                               : Standing::likely;
  out.add(rank::flight_alpn_missing_h2_required, standing, std::move(facts)).parameters = {
      {"alpn_offered", offered}};
}

}  // namespace

void cut_flight(const Case& c, Findings& out) {
  const bool unused = c.ended_by_client() && c.picture.stage == Stage::established &&
                      c.picture.client_data == 0 && c.handshake.client_hello &&
                      c.handshake.server_hello;
  if (unused) protocol_missing(c, out);
  // A library of which many programs judge late: then it leaves in due form.
  if (unused && c.client_left_in_order() && c.handshake.tls13() &&
      c.policy().programs_judge_late.value_or(false))
    client_left(c, out);
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
