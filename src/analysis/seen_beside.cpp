#include "analysis/seen_beside.hpp"

#include <algorithm>
#include <iterator>

#include "diagnosis/offers.hpp"
#include "transcript/preamble.hpp"
#include "wire/encrypted_messages.hpp"

namespace tlswhy {
void SeenBeside::remember_session(const Transcript& t, const Handshake& h,
                                  const WorkedBefore& worked) {
  if (h.tls13()) return;  // its tickets are encrypted
  const auto keep = [&](Bytes session) {
    if (!session.empty() && sessions_.size() < most_kept)
      sessions_.try_emplace(std::string(as_text(session)),
                            Given{t.transport.end(t.server()), worked});
  };
  keep(h.server_hello->session_id);
  for (const HandshakeMessage& m : t.messages) {
    if (m.type != HandshakeType::new_session_ticket || m.from != t.server()) continue;
    if (const auto given = parse_new_session_ticket(t.body(m), h.version())) keep(given->ticket);
  }
}

void SeenBeside::remember_server(const Transcript& t, const Handshake& h) {
  const Endpoint& server = t.transport.end(t.server());
  if (servers_.size() >= most_kept && !servers_.contains(server)) return;
  const std::uint32_t frame = h.server_hello.frame();
  const WorksBeside first{frame, h.version(), false};
  Works& works =
      servers_.try_emplace(server, Works{t.transport.end(t.client).ip, first, {}}).first->second;
  const CipherSuite suite = h.server_hello->cipher_suite;
  if (traits(suite).key_exchange == KeyExchange::rsa) {
    works.all.static_rsa = suite;
    works.all.static_rsa_frame = frame;
  } else {
    works.other_suites = true;
  }
  const std::uint64_t size = hello_size(t);
  if (size > most_in_one_segment) works.long_hello = true;
  if (size > 0 && size <= most_in_one_segment) works.all.short_hello_frame = h.client_hello.frame();
}

void SeenBeside::remember_opening(const TcpFacts& facts) {
  const TcpSide& opener = facts.side(Side::initiator);
  if (opener.syn_frame == 0 || openings_ == most_kept) return;
  std::set<std::uint32_t>& frames = opened_[facts.end(Side::initiator).ip];
  const std::size_t before = frames.size();
  frames.emplace_hint(frames.end(), opener.syn_frame);  // nearly always behind the others
  openings_ += frames.size() - before;
}

std::uint32_t SeenBeside::opened_between(const IpAddress& who, std::uint32_t first,
                                         std::uint32_t last) const {
  const auto frames = opened_.find(who);
  if (frames == opened_.end()) return 0;
  const auto after = frames->second.lower_bound(last);
  if (after == frames->second.begin()) return 0;
  const std::uint32_t frame = *std::prev(after);
  return frame > first ? frame : 0;
}

// Few pass a hello on one behind the other: more of one random are no evidence, but a capture that
// repeats itself.
void SeenBeside::keep_hello(const ClientHello& hello, const Hello& seen) {
  constexpr std::size_t most_of_one_random = 8;
  const std::string_view random = as_text(hello.random);
  if (random.empty()) return;
  auto found = hellos_.find(random);
  if (found == hellos_.end()) {
    if (hellos_.size() >= most_kept) return;
    found = hellos_.try_emplace(std::string(random)).first;
  }
  if (found->second.size() < most_of_one_random) found->second.push_back(seen);
}

void SeenBeside::remember(const Transcript& t, const Handshake& h, const Look& look) {
  if (h.client_hello)
    keep_hello(*h.client_hello,
               {t.number, h.client_hello.frame(), proxy_in_front(t) == "proxy-protocol"});
  if (!came_about(look.outcome) || !h.server_hello) return;
  WorkedBefore worked{h.server_hello.frame(), false, look.picture.certificate_requested};
  if (worked_.size() < most_kept) {
    worked_.try_emplace({t.transport.end(t.client).ip, t.transport.end(t.server())}, worked);
  }
  remember_server(t, h);
  worked.gave_session = true;
  remember_session(t, h, worked);
}

Beside SeenBeside::beside(const Transcript& t, const Handshake& h) const {
  Beside out;
  if (!h.client_hello) return out;
  const Endpoint& server = t.transport.end(t.server());
  const auto earlier = [&](const WorkedBefore& w) { return w.frame < h.client_hello.frame(); };
  if (const auto works = servers_.find(server); works != servers_.end()) {
    const Works& seen = works->second;
    out.works = seen.first;
    out.works->same_client = seen.client == t.transport.end(t.client).ip;
    out.works_only = seen.all;
    if (seen.other_suites) out.works_only.static_rsa.reset();
    if (seen.long_hello) out.works_only.short_hello_frame = 0;
  }
  const auto worked = worked_.find({t.transport.end(t.client).ip, server});
  if (worked != worked_.end() && earlier(worked->second)) out.before = worked->second;
  for (const auto* session : {&h.client_hello->session_id, &h.client_hello->session_ticket}) {
    const auto given = sessions_.find(as_text(*session));
    if (session->empty() || given == sessions_.end()) continue;
    if (given->second.server == server && earlier(given->second.in)) out.before = given->second.in;
  }
  out.onward_frame =
      opened_between(server.ip, t.transport.first_frame(), t.side(t.server()).answer_frame);
  const auto like = hellos_.find(as_text(h.client_hello->random));
  if (like == hellos_.end()) return out;
  for (const Hello& hello : like->second) {
    if (hello.connection == t.number) continue;
    out.relayed_frame = hello.frame;
    if (hello.proxy_header) out.proxy_header_frame = hello.frame;
  }
  return out;
}

}  // namespace tlswhy
