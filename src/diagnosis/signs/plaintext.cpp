#include <algorithm>
#include <array>
#include <string>

#include "base/printable.hpp"
#include "diagnosis/outcome.hpp"
#include "diagnosis/service_ports.hpp"
#include "diagnosis/signs/signs.hpp"
#include "knowledge/ids/causes.hpp"
#include "knowledge/ids/sentences.hpp"
#include "knowledge/ranks.hpp"
#include "transcript/preamble.hpp"

// One side does not speak TLS: told by the first bytes it sent.
namespace tlswhy::signs {
namespace {

// Printable start of what was said, one line.
std::string first_words(Bytes bytes) { return printable_line(bytes, 40); }

bool begins(Bytes bytes, std::string_view text) { return as_text(bytes).starts_with(text); }

bool contains(Bytes bytes, std::string_view text) {
  return as_text(bytes).find(text) != std::string_view::npos;
}

// Greetings of protocols that can turn to TLS by a command (RFC 3207, 2595, 4217).
bool is_starttls_banner(Bytes b) {
  return begins(b, "220") || begins(b, "* OK") || begins(b, "+OK") || begins(b, "200 ") ||
         begins(b, "201 ") || begins(b, "* PREAUTH") || begins(b, "502 ") || begins(b, "500 ");
}

// HTTP/0.9 has no status line: a server that takes the hello for such a request answers with a
// page.
bool is_page(Bytes b) {
  constexpr std::array starts = {"<!DOCTYPE HTML", "<!DOCTYPE html", "<!doctype html", "<html",
                                 "<HTML"};
  return std::ranges::any_of(starts, [b](const char* start) { return begins(b, start); });
}

// Header fields of an HTTP answer that a proxy adds, and a web server seldom does (RFC 9110
// sections 7.6.3 and 11.7.1, and those of Squid).
bool names_proxy(Bytes answer) {
  constexpr std::array fields = {"\r\nVia: ", "\r\nProxy-Authenticate: ", "\r\nProxy-Agent: ",
                                 "\r\nX-Squid-Error: ", "\r\nServer: squid"};
  return std::ranges::any_of(fields, [answer](const char* f) { return contains(answer, f); });
}

// The commands that turn to TLS (RFC 3207, 2595, 4217, 6120).
bool asks_for_tls(Bytes said) {
  constexpr std::array commands = {"STARTTLS", "starttls", "AUTH TLS", "STLS"};
  return std::ranges::any_of(commands,
                             [said](const char* command) { return contains(said, command); });
}

// A greeting that offers no TLS refuses nobody who has not spoken yet.
bool refused_in_words(const Case& c) {
  return !c.transcript.side(c.transcript.client).preamble.empty() &&
         !starttls_protocol(c.transcript).empty() && !starttls_refusal(c.transcript).empty();
}

// It asked for TLS, was refused, and began all the same: what came then is an effect of that.
void began_although_refused(const Case& c, Findings& out) {
  if (c.transcript.side(c.transcript.server()).tls_frame != 0 || !refused_in_words(c)) return;
  const std::string refusal = starttls_refusal(c.transcript);
  out.add(rank::unanswered_hello_starttls_refused, Standing::shown,
          {fact(sentence::fact_server_said, {{"first_bytes", refusal}}, {}, refusal)})
      .refuser = Party::server;
}

// The server answered a ClientHello with something else than TLS.
void plaintext_answer(const Case& c, Findings& out) {
  const SideTranscript& server = c.transcript.side(c.transcript.server());
  const std::string words = first_words(server.answer);
  const auto said =
      fact(sentence::fact_server_said, {{"first_bytes", words}}, server.answer_frame, words);
  const auto hello = fact(sentence::fact_hello_sent, {}, c.handshake.client_hello.at());
  const auto add = [&](knowledge::Rank rank, Standing standing) {
    auto& h = out.add(rank, standing, {hello, said});
    h.parameters = {{"first_bytes", words}};
    h.refuser = Party::client;
  };
  if (!refused_in_words(c) && asks_for_tls(c.transcript.side(c.transcript.client).preamble)) {
    // It asked, had no answer that is understood, and began all the same.
    out.add(rank::unanswered_hello_starttls_refused, Standing::likely, {said}).refuser =
        Party::server;
  }
  if (begins(server.answer, "HTTP/")) {
    const std::uint16_t port = c.transcript.transport.end(c.transcript.server()).port;
    const bool proxy = port == 3128 || port == 8080 || port == 8888;  // where proxies listen
    // A server that reads a PROXY header as a request answers so as well, also through a balancer.
    const bool header = proxy_in_front(c.transcript) == "proxy-protocol" ||
                        c.beside->proxy_header_frame != 0 || c.beside->onward_frame != 0;
    const bool named = names_proxy(server.answer);
    add(rank::unanswered_hello_plain_http_on_tls_port,
        proxy || header || named ? Standing::likely : Standing::shown);
    if (named) {
      add(rank::unanswered_hello_http_proxy_as_https_proxy, Standing::likely);
    } else if (proxy) {
      add(rank::unanswered_hello_http_proxy_as_https_proxy_port, Standing::likely);
    }
  } else if (is_page(server.answer)) {
    add(rank::unanswered_hello_plain_http_on_tls_port, Standing::likely);
    add(rank::unanswered_hello_tls_to_plain_service_other_answer, Standing::possible);
  } else if (begins(server.answer, "SSH-")) {
    add(rank::unanswered_hello_tls_to_plain_service_ssh, Standing::shown);
  } else if (is_starttls_banner(server.answer) || is_starttls_banner(server.preamble)) {
    add(rank::unanswered_hello_starttls_missing_mail_answer, Standing::likely);
    add(rank::unanswered_hello_tls_to_plain_service_mail_answer, Standing::likely);
  } else {
    add(rank::unanswered_hello_tls_to_plain_service_other_answer, Standing::likely);
    add(rank::unanswered_hello_middlebox_corrupts, Standing::possible);
  }
}

// The server greeted before the client said anything: it does not wait for TLS on this port.
void server_spoke_first(const Case& c, Findings& out) {
  const Bytes greeting = c.transcript.side(c.transcript.server()).preamble;
  if (!c.transcript.side(c.transcript.client).preamble.empty()) return;
  const std::string words = first_words(greeting);
  const auto said = fact(sentence::fact_server_said, {{"first_bytes", words}},
                         c.transcript.transport.first_said(c.transcript.server()), words);
  const auto add = [&](knowledge::Rank rank) {
    auto& h = out.add(rank, Standing::likely, {said});
    h.parameters = {{"first_bytes", words}};
    h.refuser = Party::client;
  };
  const bool mail = is_starttls_banner(greeting);
  add(mail ? rank::unanswered_hello_starttls_missing_mail_greeting
           : rank::unanswered_hello_starttls_missing_other_greeting);
  add(mail ? rank::unanswered_hello_tls_to_plain_service_mail_greeting
           : rank::unanswered_hello_tls_to_plain_service_other_greeting);
}

Fact client_said(const Case& c) {
  const std::string words = first_words(c.transcript.side(Side::initiator).preamble);
  return fact(sentence::fact_client_said, {{"first_bytes", words}},
              c.transcript.transport.first_said(Side::initiator), words);
}

// On a port of HTTPS most servers of TLS close without a word over a request in plaintext.
void unanswered_request(const Case& c, Findings& out) {
  const std::uint16_t port = c.transcript.transport.end(Side::responder).port;
  auto& h = out.add(rank::before_tls_http_to_tls_server_unanswered, Standing::likely,
                    {client_said(c), fact(sentence::fact_port_of_tls, {{"port", port}}, {}, port)});
  h.parameters = {{"first_bytes", first_words(c.transcript.side(Side::initiator).preamble)}};
  h.refuser = Party::server;
}

// On a port of implicit TLS the server closed over the client's plaintext without a word. Its
// reason may be another one.
void plaintext_closed(const Case& c, Findings& out) {
  const Transcript& t = c.transcript;
  const SideTranscript& client = t.side(Side::initiator);
  const std::uint16_t port = t.transport.end(Side::responder).port;
  const bool closed = (c.picture.ending == Ending::fin || c.picture.ending == Ending::rst) &&
                      c.picture.by == Side::responder;
  const bool silent = t.transport.first_said(Side::responder) == 0;
  if (t.tls || client.preamble.empty() || is_http_request(client.preamble)) return;
  if (!closed || !silent || !is_implicit_tls(port) || !t.coverage.whole_until(0)) return;
  if (!proxy_in_front(t).empty()) return;
  out.add(rank::before_tls_starttls_missing_closed, Standing::possible,
          {client_said(c), fact(sentence::fact_port_of_tls, {{"port", port}}, {}, port)})
      .parameters = {{"first_bytes", first_words(client.preamble)}};
}

// The server complains in TLS of what the client said in plaintext. That is likely, not shown: a
// header of a balancer that is not known here would look the same.
void alert_to_plaintext(const Case& c, Findings& out) {
  const Transcript& t = c.transcript;
  const SideTranscript& client = t.side(Side::initiator);
  if (client.preamble.empty() || is_http_request(client.preamble) || client.tls_frame != 0) return;
  if (!t.side(Side::responder).preamble.empty() || !t.transport.accepted()) return;
  if (!proxy_in_front(t).empty() || t.transport.lost(Side::initiator)) return;
  const auto alert = std::ranges::find_if(t.alerts, [](const AlertSeen& a) {
    return a.from == Side::responder && !a.encrypted && a.level == AlertLevel::fatal;
  });
  if (alert == t.alerts.end() || c.picture.stage != Stage::nothing) return;
  auto& h = out.add(rank::before_tls_starttls_missing_alert, Standing::likely,
                    {client_said(c), alert_fact(c)});
  h.parameters = {{"first_bytes", first_words(client.preamble)}};
  h.refuser = Party::server;
}

// The client speaks HTTP to a server that answers in TLS, or says itself that it wanted TLS.
void http_to_tls(const Case& c, Findings& out) {
  const SideTranscript& client = c.transcript.side(Side::initiator);
  const SideTranscript& server = c.transcript.side(Side::responder);
  if (!is_http_request(client.preamble)) return;
  if (request_unanswered(c.transcript, c.picture)) return unanswered_request(c, out);
  const bool tls_answer = c.transcript.tls && server.tls_frame != 0;
  const bool told = contains(server.preamble, "HTTP request was sent to HTTPS port") ||
                    contains(server.preamble, "HTTP request to an HTTPS server") ||
                    contains(server.preamble, "speaking plain HTTP to an SSL-enabled server port");
  if (!tls_answer && !told) return;
  auto& h = out.add(rank::before_tls_http_to_tls_server, Standing::shown, {client_said(c)});
  h.parameters = {{"first_bytes", first_words(client.preamble)}};
  h.refuser = Party::server;
}

// The client said something after the last words of the server.
bool went_on_in_plaintext(const Transcript& t) {
  const TcpFacts* tcp = t.transport.tcp();
  return tcp != nullptr &&
         tcp->side(t.client).last_data_frame > tcp->side(t.server()).last_data_frame;
}

// A proxy or server refused the plaintext command that should have led to TLS.
void refused_before_tls(const Case& c, Findings& out) {
  const SideTranscript& client = c.transcript.side(Side::initiator);
  const SideTranscript& server = c.transcript.side(Side::responder);
  if (c.transcript.tls) return;
  const std::uint32_t frame = c.transcript.transport.first_said(Side::responder);
  const std::string words = first_words(server.preamble);
  const std::string quoted = starttls_refusal(c.transcript);
  const std::string& refusal = quoted.empty() ? words : quoted;
  if (begins(client.preamble, "CONNECT ") && begins(server.preamble, "HTTP/1.") &&
      server.preamble.size() > 9 && server.preamble[9] != '2') {
    out.add(rank::before_tls_proxy_connect_denied, Standing::shown,
            {fact(sentence::fact_server_said, {{"first_bytes", refusal}}, frame, refusal)})
        .refuser = Party::middlebox;
    return;
  }
  // Without an answer that refuses the command, the rest may be what was not captured. A client
  // that goes on in plaintext was content with that.
  const bool asked =
      asks_for_tls(client.preamble) || (!starttls_protocol(c.transcript).empty() &&
                                        !quoted.empty() && !went_on_in_plaintext(c.transcript));
  const bool refused = !quoted.empty() || c.transcript.transport.ended();
  if (asked && c.picture.stage == Stage::nothing && refused) {
    out.add(rank::before_tls_starttls_refused, quoted.empty() ? Standing::likely : Standing::shown,
            {fact(sentence::fact_server_said, {{"first_bytes", refusal}},
                  quoted.empty() ? frame : 0, refusal)})
        .refuser = Party::server;
  }
}

// Nobody asked for TLS: the server demands it in words, or has none on offer, so that the client
// left. Who only looks whether a server is there does the same.
void without_tls(const Case& c, Findings& out) {
  const SideTranscript& client = c.transcript.side(Side::initiator);
  const SideTranscript& server = c.transcript.side(Side::responder);
  if (c.transcript.tls || client.preamble.empty() || asks_for_tls(client.preamble)) return;
  if (const std::string demand = tls_demand(c.transcript); !demand.empty()) {
    auto& h = out.add(rank::before_tls_starttls_missing_demanded, Standing::consistent,
                      {fact(sentence::fact_tls_demanded, {{"first_bytes", demand}}, {}, demand)});
    h.parameters = {{"first_bytes", demand}};
    h.refuser = Party::server;
    return;
  }
  if (!left_without_tls_offer(c.transcript)) return;
  out.add(rank::before_tls_starttls_refused_not_offered, Standing::possible,
          {client_said(c), fact(sentence::fact_starttls_not_offered, {}, {})})
      .parameters = {{"first_bytes", first_words(server.preamble)}};
}

// An echo service, or a port that is looped back: the server's first message is a ClientHello.
void echo(const Case& c, Findings& out) {
  for (const HandshakeMessage& m : c.transcript.messages) {
    if (m.from == c.transcript.client || m.type != HandshakeType::client_hello) continue;
    auto& h = out.add(rank::flight_tls_to_plain_service_echo, Standing::likely,
                      {fact(sentence::fact_echo, {}, m.frame)});
    h.parameters = {{"first_bytes", "ClientHello"}};
    h.refuser = Party::client;
    out.add(rank::flight_middlebox_corrupts, Standing::possible);
    return;
  }
}

}  // namespace

void plaintext(const Case& c, Findings& out) {
  http_to_tls(c, out);
  alert_to_plaintext(c, out);
  plaintext_closed(c, out);
  refused_before_tls(c, out);
  without_tls(c, out);
  if (!c.handshake.server_hello) echo(c, out);
  if (c.picture.stage != Stage::client_hello) return;
  began_although_refused(c, out);
  const SideTranscript& server = c.transcript.side(c.transcript.server());
  if (server.tls_frame != 0) return;
  if (c.picture.ending == Ending::plaintext) {
    plaintext_answer(c, out);
  } else if (!server.preamble.empty()) {
    server_spoke_first(c, out);  // what it answers afterwards comes too late to matter
  }
}

}  // namespace tlswhy::signs
