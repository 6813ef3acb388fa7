#include <algorithm>
#include <array>

#include "base/printable.hpp"
#include "diagnosis/signs/signs.hpp"
#include "knowledge/ids/causes.hpp"
#include "knowledge/ids/sentences.hpp"
#include "knowledge/ranks.hpp"
#include "transcript/preamble.hpp"

// The PROXY protocol: a balancer writes a header in front of the ClientHello, which the server
// reads as a broken record unless it was told to expect one; a server that expects one closes
// without it.
namespace tlswhy::signs {
namespace {

// What TLS libraries say of a record that is none; about the hello itself they say other things.
bool about_form(AlertDescription d) {
  return d == AlertDescription::unexpected_message || d == AlertDescription::protocol_version ||
         d == AlertDescription::decode_error || d == AlertDescription::record_overflow ||
         d == AlertDescription::illegal_parameter;
}

// Of a server that knows TLS and took the header for a request in plaintext.
bool speaks_tls_itself(Bytes answer) {
  constexpr std::array told = {"HTTP request was sent to HTTPS port",
                               "HTTP request to an HTTPS server",
                               "speaking plain HTTP to an SSL-enabled server port"};
  return std::ranges::any_of(told, [answer](const char* words) {
    return as_text(answer).find(words) != std::string_view::npos;
  });
}

void header_refused(const Case& c, const Fact& header, Findings& out) {
  const SideTranscript& server = c.transcript.side(c.transcript.server());
  std::vector<Fact> evidence = {header};
  switch (c.picture.ending) {
    case Ending::plaintext: {
      const std::string words = printable_line(server.answer, 40);
      evidence.push_back(
          fact(sentence::fact_server_said, {{"first_bytes", words}}, server.answer_frame, words));
      break;
    }
    case Ending::alert:
      if (!about_form(c.picture.alert->description)) return;
      evidence.push_back(alert_fact(c));
      break;
    case Ending::fin:
      evidence.push_back(fact(sentence::fact_fin_after_hello, {}, c.picture.frame));
      break;
    case Ending::rst:
      evidence.push_back(fact(sentence::fact_reset_after_hello, {}, c.picture.frame));
      break;
    default: return;
  }
  const auto rank = c.picture.ending == Ending::alert
                        ? rank::refused_hello_proxy_protocol_missing_header
                        : rank::unanswered_hello_proxy_protocol_missing_header;
  auto& h =
      out.add(rank, speaks_tls_itself(server.answer) ? Standing::consistent : Standing::likely,
              std::move(evidence));
  h.parameters = {{"first_bytes", printable_line(server.answer, 40)}};
  h.refuser = Party::server;
}

}  // namespace

void proxy_header(const Case& c, Findings& out) {
  if (c.picture.stage != Stage::client_hello || !c.ended_by_server()) return;
  const Transcript& t = c.transcript;
  if (proxy_in_front(t) == "proxy-protocol") {
    header_refused(c, fact(sentence::fact_proxy_header, {}, t.transport.first_said(t.client)), out);
  } else if (c.beside->proxy_header_frame != 0) {
    header_refused(c, fact(sentence::fact_proxy_header_next_leg, {}, c.beside->proxy_header_frame),
                   out);
  } else if (c.beside->relayed_frame != 0 &&
             (c.picture.ending == Ending::fin || c.picture.ending == Ending::rst)) {
    out.add(rank::unanswered_hello_proxy_protocol_missing_relayed, Standing::likely,
            {fact(sentence::fact_hello_relayed, {}, c.beside->relayed_frame)});
  }
}

}  // namespace tlswhy::signs
