#include "analysis/seen_beside.hpp"

#include <algorithm>

#include "transcript/preamble.hpp"
#include "wire/encrypted_messages.hpp"

namespace tlswhy {
namespace {

std::string key_of(Bytes bytes) { return std::string(as_text(bytes)); }

}  // namespace

void SeenBeside::remember_session(const Transcript& t, const Handshake& h,
                                  const WorkedBefore& worked) {
  if (h.tls13()) return;  // its tickets are encrypted
  const auto keep = [&](Bytes session) {
    if (!session.empty() && sessions_.size() < most_kept)
      sessions_.try_emplace(key_of(session), Given{t.transport.end(t.server()), worked});
  };
  keep(h.server_hello->session_id);
  for (const HandshakeMessage& m : t.messages) {
    if (m.type != HandshakeType::new_session_ticket || m.from != t.server()) continue;
    if (const auto given = parse_new_session_ticket(t.body(m), h.version())) keep(given->ticket);
  }
}

void SeenBeside::remember_opening(const TcpFacts& facts) {
  const TcpSide& opener = facts.side(Side::initiator);
  if (opener.syn_frame != 0 && opened_.size() < most_kept)
    opened_.emplace(facts.end(Side::initiator).ip, opener.syn_frame);
}

void SeenBeside::remember(const Transcript& t, const Handshake& h, const Look& look) {
  if (h.client_hello && !h.client_hello->random.empty() && hellos_.size() < most_kept) {
    hellos_.emplace(key_of(h.client_hello->random),
                    Hello{t.number, h.client_hello.frame(), proxy_in_front(t) == "proxy-protocol"});
  }
  if (look.outcome != Outcome::established || !h.server_hello) return;
  WorkedBefore worked{h.server_hello.frame(), false, look.picture.certificate_requested};
  if (worked_.size() < most_kept) {
    worked_.try_emplace({t.transport.end(t.client).ip, t.transport.end(t.server())}, worked);
  }
  if (servers_.size() < most_kept) {
    servers_.try_emplace(t.transport.end(t.server()), t.transport.end(t.client).ip,
                         WorksBeside{worked.frame, h.version(), false});
  }
  worked.gave_session = true;
  remember_session(t, h, worked);
}

Beside SeenBeside::beside(const Transcript& t, const Handshake& h) const {
  Beside out;
  if (!h.client_hello) return out;
  const Endpoint& server = t.transport.end(t.server());
  const auto earlier = [&](const WorkedBefore& w) { return w.frame < h.client_hello.frame(); };
  if (const auto works = servers_.find(server); works != servers_.end()) {
    out.works = works->second.second;
    out.works->same_client = works->second.first == t.transport.end(t.client).ip;
  }
  const auto worked = worked_.find({t.transport.end(t.client).ip, server});
  if (worked != worked_.end() && earlier(worked->second)) out.before = worked->second;
  for (const auto* session : {&h.client_hello->session_id, &h.client_hello->session_ticket}) {
    const auto given = sessions_.find(key_of(*session));
    if (session->empty() || given == sessions_.end()) continue;
    if (given->second.server == server && earlier(given->second.in)) out.before = given->second.in;
  }
  const std::uint32_t answered = t.side(t.server()).answer_frame;
  const auto [begin, end] = opened_.equal_range(server.ip);
  for (auto it = begin; it != end; ++it) {
    if (it->second > t.transport.first_frame() && it->second < answered)
      out.onward_frame = it->second;
  }
  const auto [first, last] = hellos_.equal_range(key_of(h.client_hello->random));
  for (auto it = first; it != last; ++it) {
    if (it->second.connection == t.number) continue;
    out.relayed_frame = it->second.frame;
    if (it->second.proxy_header) out.proxy_header_frame = it->second.frame;
  }
  return out;
}

}  // namespace tlswhy
