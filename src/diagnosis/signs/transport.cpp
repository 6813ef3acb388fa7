#include "diagnosis/signs/signs.hpp"
#include "knowledge/ids/causes.hpp"
#include "knowledge/ids/sentences.hpp"

// What TCP alone tells (RFC 9293): nothing answered, or something other than TLS ended it.
namespace tlswhy::signs {
namespace {

using knowledge::CauseId;

constexpr std::int64_t long_silence_ns = 1'000'000'000;
// A server that closes this soon decided so; later it, too, only gave up waiting.
constexpr std::int64_t decided_ns = 2'500'000'000;

// No byte of TLS: the connection itself did not come about.
void no_connection(const Case& c, Findings& out) {
  if (c.transcript.transport.tcp() == nullptr) return;  // without an opening nothing is refused
  const TcpFacts& tcp = *c.transcript.transport.tcp();
  const TcpSide& opener = tcp.side(Side::initiator);
  const TcpSide& peer = tcp.side(Side::responder);
  if (opener.syn_frame == 0 || peer.first_data_frame != 0) return;
  if (peer.syn_frame != 0) {
    const bool left = c.ended_by_server() && opener.first_data_frame == 0;
    if (!left) return;
    out.add(CauseId::ip_acl_after_accept, Standing::likely, 60,
            {fact(sentence::fact_accepted_and_left, {}, c.picture.frame)});
    out.add(CauseId::idle_listener_backlog, Standing::possible, 40);
    return;
  }
  if (peer.rst_frame != 0) {
    out.add(CauseId::tcp_refused, Standing::shown, 100,
            {fact(sentence::fact_syn_sent, {}, opener.syn_frame),
             fact(sentence::fact_syn_reset, {}, peer.rst_frame)});
    return;
  }
  const auto asked = fact(sentence::fact_syn_unanswered, {{"count", opener.syn_count}},
                          opener.syn_frame, opener.syn_count);
  if (tcp.icmp_frame != 0) {
    out.add(CauseId::tcp_filtered, Standing::shown, 100,
            {asked, fact(sentence::fact_icmp, {{"type", tcp.icmp_type}, {"code", tcp.icmp_code}},
                         tcp.icmp_frame)});
  } else if (opener.syn_count > 1) {
    out.add(CauseId::tcp_filtered, Standing::likely, 60, {asked});
    out.add(CauseId::asymmetric_capture, Standing::possible, 20);
  }
}

void closed_after_hello(const Case& c, Findings& out) {
  const TcpFacts* tcp = c.transcript.transport.tcp();
  const TcpSide server = tcp != nullptr ? tcp->side(c.transcript.server()) : TcpSide{};
  const bool reset = c.picture.ending == Ending::rst;
  const bool other_ttl =
      reset && server.syn_ttl != 0 && server.rst_ttl != 0 && server.syn_ttl != server.rst_ttl;
  const auto how = fact(reset ? sentence::fact_reset_after_hello : sentence::fact_fin_after_hello,
                        {}, c.picture.frame);
  auto& h = out.add(reset ? CauseId::reset_after_clienthello : CauseId::fin_after_clienthello,
                    Standing::likely, 60, {how});
  if (other_ttl) {
    h.refuser = Party::middlebox;
    h.evidence.push_back(fact(sentence::fact_ttl_differs,
                              {{"ttl_syn", server.syn_ttl}, {"ttl_rst", server.rst_ttl}},
                              server.rst_frame));
    out.add(CauseId::sni_filtered, Standing::possible, 40);
  }
  const ClientHello& hello = *c.handshake.client_hello;
  if (!hello.server_name) out.add(CauseId::sni_required, Standing::possible, 35);
  out.add(CauseId::no_common_version, Standing::possible, 30);
  out.add(CauseId::no_shared_cipher, Standing::possible, 25);
  if (c.transcript.transport.bytes_said(c.transcript.client) > 1400) {
    out.add(CauseId::pq_split_clienthello, Standing::possible, 28);
  }
}

// The server accepted the connection and left before it could have read anything.
void closed_before_hello(const Case& c, Findings& out) {
  const bool reset = c.picture.ending == Ending::rst;
  out.add(CauseId::ip_acl_after_accept, Standing::likely, 60,
          {fact(reset ? sentence::fact_server_reset : sentence::fact_server_closed, {},
                c.picture.frame),
           fact(sentence::fact_hello_sent, {}, c.handshake.client_hello.frame())});
  out.add(CauseId::idle_listener_backlog, Standing::possible, 40);
  out.add(reset ? CauseId::reset_after_clienthello : CauseId::fin_after_clienthello,
          Standing::possible, 35);
}

// The client's hello was not answered, until the client or the capture gave up.
void silent_server(const Case& c, Findings& out) {
  const Transport& transport = c.transcript.transport;
  const auto hello = fact(sentence::fact_hello_sent, {}, c.handshake.client_hello.frame());
  if (transport.unseen(c.transcript.server())) {
    out.add(CauseId::asymmetric_capture, Standing::likely, 80,
            {hello, fact(sentence::fact_no_packet_from_server, {}, {})});
    out.add(CauseId::handshake_timeout_silent, Standing::possible, 20);
    return;
  }
  const knowledge::Seconds silence{c.picture.silence_ns};
  const auto quiet = fact(sentence::fact_silence, {{"seconds", silence}}, {}, silence);
  const bool whole = transport.acknowledged(c.transcript.client).value_or(true);
  auto& h = out.add(
      CauseId::handshake_timeout_silent, Standing::likely, whole ? 60 : 40,
      {hello,
       fact(whole ? sentence::fact_hello_acknowledged : sentence::fact_hello_not_acknowledged, {},
            {}),
       quiet});
  h.refuser = Party::nobody;
  if (!whole) {
    out.add(CauseId::mtu_blackhole, Standing::possible, 50).refuser = Party::network;
    out.add(CauseId::pq_split_clienthello, Standing::possible, 45).refuser = Party::middlebox;
  } else {
    out.add(CauseId::starttls_missing, Standing::possible, 20);
    out.add(CauseId::proxy_protocol_missing, Standing::possible, 10);
  }
}

// ServerHello came, the rest of the flight did not. Lost segments point at the path.
void lost_flight(const Case& c, Findings& out) {
  const bool lost = c.transcript.transport.delivered_badly(c.transcript.server());
  const auto stopped = fact(sentence::fact_flight_incomplete,
                            {{"seconds", knowledge::Seconds{c.picture.silence_ns}}}, {});
  out.add(CauseId::handshake_timeout_silent, Standing::likely, 50, {stopped}).refuser =
      Party::nobody;
  out.add(CauseId::mtu_blackhole, Standing::likely, lost ? 60 : 40, {stopped}).refuser =
      Party::network;
}

}  // namespace

void transport(const Case& c, Findings& out) {
  if (c.picture.stage == Stage::nothing) {
    if (!c.transcript.tls) no_connection(c, out);
    return;
  }
  if (c.transcript.transport.unseen(c.transcript.client)) {
    out.add(CauseId::asymmetric_capture, Standing::likely, 90,
            {fact(sentence::fact_no_packet_from_client, {}, {})});
    return;
  }
  const bool silent = c.picture.ending == Ending::none || c.ended_by_client();
  const bool begun = c.transcript.side(c.transcript.server()).tls_frame != 0;
  const bool halfway =
      c.picture.stage == Stage::server_hello || (c.picture.stage == Stage::client_hello && begun);
  if (halfway && silent && c.picture.silence_ns > long_silence_ns) lost_flight(c, out);
  if (c.picture.stage != Stage::client_hello || c.picture.ending == Ending::plaintext) return;
  const SideTranscript& server = c.transcript.side(c.transcript.server());
  if (server.tls_frame != 0 || server.answer_frame != 0) return;
  const bool closed = c.picture.ending == Ending::rst || c.picture.ending == Ending::fin;
  // A server that closes after a long silence gave up as well; what counts is that it never
  // answered.
  if (c.ended_by_server() && closed && c.picture.frame < c.handshake.client_hello.frame()) {
    closed_before_hello(c, out);
  } else if (c.ended_by_server() && closed && c.picture.silence_ns < decided_ns) {
    closed_after_hello(c, out);
  } else {
    silent_server(c, out);
  }
}

}  // namespace tlswhy::signs
