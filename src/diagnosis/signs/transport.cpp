#include "diagnosis/offers.hpp"
#include "diagnosis/outcome.hpp"
#include "diagnosis/signs/signs.hpp"
#include "knowledge/ids/causes.hpp"
#include "knowledge/ids/sentences.hpp"
#include "knowledge/ranks.hpp"

// What TCP alone tells (RFC 9293): nothing answered, or something other than TLS ended it.
namespace tlswhy::signs {
namespace {

// A server that closes this soon decided so; later it, too, only gave up waiting.
constexpr std::int64_t decided_ns = 2'500'000'000;

// The connection was opened, and neither side said a word until one of them left.
void nobody_spoke(const Case& c, Findings& out) {
  if (both_waited(c.transcript, c.picture)) {
    const knowledge::Seconds waited{waited_ns(c.transcript, c.picture)};
    const std::uint16_t port = c.transcript.transport.end(Side::responder).port;
    auto& h =
        out.add(rank::before_tls_starttls_missing_both_silent, Standing::consistent,
                {fact(sentence::fact_nobody_spoke, {{"seconds", waited}}, c.picture.frame, waited),
                 fact(sentence::fact_port_of_tls, {{"port", port}}, {}, port)});
    h.refuser = Party::client;
  } else if (left_at_once(c.transcript, c.picture)) {
    out.add(rank::before_tls_ip_acl_after_accept, Standing::likely,
            {fact(sentence::fact_accepted_and_left, {}, c.picture.frame)});
    out.add(rank::before_tls_idle_listener_backlog, Standing::possible);
  }
}

// What an ICMP error says of the server (RFC 792, RFC 1812 section 5.2.7.1, RFC 4443 section 3).
knowledge::SentenceId meaning_of(const TcpFacts& tcp) {
  constexpr std::uint8_t unreachable = 3, exceeded = 11, unreachable_v6 = 1, exceeded_v6 = 3;
  if (tcp.icmp_type == (tcp.icmp_v6 ? exceeded_v6 : exceeded))
    return sentence::fact_icmp_time_exceeded;
  if (tcp.icmp_type != (tcp.icmp_v6 ? unreachable_v6 : unreachable)) return sentence::fact_icmp;
  if (tcp.icmp_v6) {
    switch (tcp.icmp_code) {
      case 0: return sentence::fact_icmp_no_route;
      case 3: return sentence::fact_icmp_host_unreachable;
      case 4: return sentence::fact_icmp_port_unreachable;
      case 1:
      case 5:
      case 6: return sentence::fact_icmp_prohibited;
      default: return sentence::fact_icmp;
    }
  }
  switch (tcp.icmp_code) {
    case 0:
    case 6:
    case 11: return sentence::fact_icmp_no_route;
    case 1:
    case 7:
    case 12: return sentence::fact_icmp_host_unreachable;
    case 3: return sentence::fact_icmp_port_unreachable;
    case 9:
    case 10:
    case 13: return sentence::fact_icmp_prohibited;
    default: return sentence::fact_icmp;
  }
}

// Somebody said that the connection cannot come about: the server's own host, or a router.
void told_by_icmp(const TcpFacts& tcp, const Fact& asked, Findings& out) {
  const bool host_itself = tcp.icmp_from == tcp.ends[index(Side::responder)].ip;
  auto& h = out.add(
      rank::before_tls_tcp_filtered_icmp, Standing::shown,
      {asked,
       fact(meaning_of(tcp),
            {{"from", to_string(tcp.icmp_from)}, {"type", tcp.icmp_type}, {"code", tcp.icmp_code}},
            tcp.icmp_frame, to_string(tcp.icmp_from))});
  h.refuser = host_itself ? Party::server : Party::network;
}

// No byte of TLS: the connection itself did not come about.
void no_connection(const Case& c, Findings& out) {
  if (c.transcript.transport.tcp() == nullptr) return;  // without an opening nothing is refused
  const TcpFacts& tcp = *c.transcript.transport.tcp();
  const TcpSide& opener = tcp.side(Side::initiator);
  const TcpSide& peer = tcp.side(Side::responder);
  if (opener.syn_frame == 0 || peer.first_data_frame != 0 || peer.syn_frame != 0) return;
  if (peer.rst_frame != 0) {
    out.add(rank::before_tls_tcp_refused, Standing::shown,
            {fact(sentence::fact_syn_sent, {}, opener.syn_frame),
             fact(sentence::fact_syn_reset, {}, peer.rst_frame)});
    return;
  }
  const auto asked = fact(sentence::fact_syn_unanswered, {{"count", opener.syn_count}},
                          opener.syn_frame, opener.syn_count);
  if (tcp.icmp_frame != 0) {
    told_by_icmp(tcp, asked, out);
  } else if (opener.syn_count > 1) {
    out.add(rank::before_tls_tcp_filtered_silence, Standing::likely, {asked});
    out.add(rank::before_tls_asymmetric_capture, Standing::possible);
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
  auto& h = out.add(reset ? rank::unanswered_hello_reset_after_clienthello
                          : rank::unanswered_hello_fin_after_clienthello,
                    Standing::likely, {how});
  if (other_ttl) {
    h.refuser = Party::middlebox;
    h.evidence.push_back(fact(sentence::fact_ttl_differs,
                              {{"ttl_syn", server.syn_ttl}, {"ttl_rst", server.rst_ttl}},
                              server.rst_frame));
    out.add(rank::unanswered_hello_sni_filtered, Standing::possible);
  }
  out.add(rank::unanswered_hello_proxy_protocol_missing_closed, Standing::possible);
  const ClientHello& hello = *c.handshake.client_hello;
  if (!hello.server_name) out.add(rank::unanswered_hello_sni_required, Standing::possible);
  out.add(rank::unanswered_hello_no_common_version, Standing::possible);
  out.add(rank::unanswered_hello_no_shared_cipher, Standing::possible);
  if (hello_size(c.transcript) > most_in_one_segment) {
    out.add(rank::unanswered_hello_pq_split_clienthello_long_hello, Standing::possible);
  }
}

// The server accepted the connection and left before it could have read anything.
void closed_before_hello(const Case& c, Findings& out) {
  const bool reset = c.picture.ending == Ending::rst;
  // Who judges the address alone does so at once; later it has waited for a word and given up.
  if (waited_ns(c.transcript, c.picture) >= decided_ns) {
    out.add(reset ? rank::unanswered_hello_reset_after_clienthello_before_hello
                  : rank::unanswered_hello_fin_after_clienthello_before_hello,
            Standing::likely,
            {fact(reset ? sentence::fact_server_reset : sentence::fact_server_closed, {},
                  c.picture.frame),
             fact(sentence::fact_hello_sent, {}, c.handshake.client_hello.frame())});
    return;
  }
  out.add(rank::unanswered_hello_ip_acl_after_accept, Standing::likely,
          {fact(reset ? sentence::fact_server_reset : sentence::fact_server_closed, {},
                c.picture.frame),
           fact(sentence::fact_hello_sent, {}, c.handshake.client_hello.frame())});
  out.add(rank::unanswered_hello_idle_listener_backlog, Standing::possible);
  out.add(reset ? rank::unanswered_hello_reset_after_clienthello_before_hello
                : rank::unanswered_hello_fin_after_clienthello_before_hello,
          Standing::possible);
}

// The server goes on repeating its SYN-ACK although the client has answered it: it drops the ACK,
// as a listener does whose queue of accepted connections is full, or the ACK does not reach it.
void full_backlog(const Case& c, const Fact& hello, Findings& out) {
  const TcpFacts* tcp = c.transcript.transport.tcp();
  if (tcp == nullptr) return;
  const TcpSide& server = tcp->side(c.transcript.server());
  if (server.syn_count < 2 || tcp->side(c.transcript.client).bytes_acked != 0) return;
  out.add(rank::unanswered_hello_idle_listener_backlog_repeated, Standing::likely,
          {hello, fact(sentence::fact_syn_ack_repeated, {{"count", server.syn_count}},
                       server.syn_frame, server.syn_count)})
      .refuser = Party::nobody;
}

// The client's hello was not answered, until the client or the capture gave up.
void silent_server(const Case& c, Findings& out) {
  const Transport& transport = c.transcript.transport;
  const auto hello = fact(sentence::fact_hello_sent, {}, c.handshake.client_hello.frame());
  if (transport.unseen(c.transcript.server())) {
    out.add(rank::unanswered_hello_asymmetric_capture, Standing::likely,
            {hello, fact(sentence::fact_no_packet_from_server, {}, {})});
    out.add(rank::unanswered_hello_handshake_timeout_silent_one_sided, Standing::possible);
    return;
  }
  const knowledge::Seconds silence{c.picture.silence_ns};
  const auto quiet = fact(sentence::fact_silence, {{"seconds", silence}}, {}, silence);
  const bool whole = transport.acknowledged(c.transcript.client).value_or(true);
  auto& h = out.add(
      whole ? rank::unanswered_hello_handshake_timeout_silent_acknowledged
            : rank::unanswered_hello_handshake_timeout_silent_unacknowledged,
      Standing::likely,
      {hello,
       fact(whole ? sentence::fact_hello_acknowledged : sentence::fact_hello_not_acknowledged, {},
            {}),
       quiet});
  h.refuser = Party::nobody;
  if (!whole) {
    full_backlog(c, hello, out);
    out.add(rank::unanswered_hello_mtu_blackhole, Standing::possible).refuser = Party::network;
    out.add(rank::unanswered_hello_pq_split_clienthello_unacknowledged, Standing::possible)
        .refuser = Party::middlebox;
  } else {
    out.add(rank::unanswered_hello_starttls_missing_silence, Standing::possible);
    out.add(rank::unanswered_hello_proxy_protocol_missing, Standing::possible);
  }
}

// The server's flight is in the capture as a whole, and went on being sent, since the client did
// not acknowledge all of it: what a capture beside the server shows of segments that are lost on
// the way.
bool flight_not_acknowledged(const Case& c) {
  const Transport& transport = c.transcript.transport;
  const Side server = c.transcript.server();
  return (c.picture.stage == Stage::server_hello || c.picture.stage == Stage::server_flight) &&
         transport.delivered_badly(server) && transport.acknowledged(server) == false;
}

// ServerHello came, the rest of the flight did not. Lost segments point at the path.
void lost_flight(const Case& c, Findings& out) {
  const bool lost = c.transcript.transport.delivered_badly(c.transcript.server());
  const auto stopped =
      flight_not_acknowledged(c)
          ? fact(sentence::fact_flight_not_acknowledged, {}, c.handshake.server_hello.at())
          : fact(sentence::fact_flight_incomplete,
                 {{"seconds", knowledge::Seconds{c.picture.silence_ns}}}, {});
  out.add(rank::flight_handshake_timeout_silent, Standing::likely, {stopped}).refuser =
      Party::nobody;
  out.add(lost ? rank::flight_mtu_blackhole_lost : rank::flight_mtu_blackhole, Standing::likely,
          {stopped})
      .refuser = Party::network;
}

}  // namespace

void transport(const Case& c, Findings& out) {
  if (c.picture.stage == Stage::nothing) {
    nobody_spoke(c, out);
    if (!c.transcript.tls) no_connection(c, out);
    return;
  }
  if (c.transcript.transport.unseen(c.transcript.client)) {
    out.add(rank::unanswered_hello_asymmetric_capture, Standing::likely,
            {fact(sentence::fact_no_packet_from_client, {}, {})});
    return;
  }
  const bool silent = c.picture.ending == Ending::none || c.ended_by_client();
  const bool begun = c.transcript.side(c.transcript.server()).tls_frame != 0;
  const bool halfway = c.picture.stage == Stage::server_hello || flight_not_acknowledged(c) ||
                       (c.picture.stage == Stage::client_hello && begun);
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
