#include "diagnosis/outcome.hpp"

#include <algorithm>

#include "diagnosis/protected_records.hpp"
#include "diagnosis/service_ports.hpp"
#include "transcript/preamble.hpp"

namespace tlswhy {

bool capture_is_incomplete(const Transcript& t, const Handshake& h) {
  const auto missing = [&t](Side side) {
    const bool fin_lost = t.transport.tcp() != nullptr && t.transport.tcp()->side(side).fin_lost;
    return t.side(side).lost || t.transport.lost(side) || !t.coverage.from_start(side) || fin_lost;
  };
  const bool begun_late = t.client_known && !h.client_hello && h.server_hello;
  return missing(Side::initiator) || missing(Side::responder) || begun_late;
}

namespace {

// A peer that has not answered for this long inside the capture did not answer; less may be a
// capture that was stopped early.
constexpr std::int64_t unanswered_ns = 1'000'000'000;

bool bare_close(const Picture& p) { return p.ending == Ending::fin || p.ending == Ending::rst; }

// Who judges the address alone does so at once; later it has waited for something.
constexpr std::int64_t at_once_ns = 2'000'000'000;

// The last record of the client that is more than an alert.
const RecordSeen* last_said(const Transcript& t, const Handshake& h) {
  const RecordSeen* out = nullptr;
  for (const RecordSeen& r : t.records) {
    if (r.from != t.client || r.type != ContentType::application_data) continue;
    const bool alert =
        h.tls13() && RecordLengths13(h.server_hello->cipher_suite).is_alert(r.length);
    if (!alert) out = &r;
  }
  return out;
}

bool server_closed(const Transcript& t, const Picture& p) {
  return p.server_close_notify || std::ranges::any_of(t.transport.closes(), [&t](const Close& c) {
           return c.by == t.server();
         });
}

}  // namespace

std::uint32_t refused_in_http_frame(const Transcript& t, const Handshake& h, const Picture& p) {
  // Measured of nginx 1.22: 389 octets of header and page, in one record of 413; more or less by
  // what its Server header says and by which of the two pages it is. Session tickets are shorter.
  constexpr std::uint16_t shortest = 380, longest = 470;
  if (p.stage != Stage::established || !p.certificate_requested || !server_closed(t, p)) return 0;
  const RecordSeen* request = last_said(t, h);
  if (request == nullptr) return 0;
  std::uint32_t frame = 0;
  for (const RecordSeen& r : t.records) {
    const bool after = r.from == t.server() && r.sequence > request->sequence;
    if (!after || r.type != ContentType::application_data || r.length < shortest) continue;
    if (r.length > longest || frame != 0) return 0;
    frame = r.frame;
  }
  return frame;
}

namespace {

// OpenSSL's, which sends most of those that are sent unasked.
constexpr std::uint32_t usual_tickets = 2;
constexpr std::int64_t verdict_ns = 2'000'000'000;  // who judges late, judges at once

// The handshake was done. It failed all the same where one side left at once over what it judged
// late: without data, without close_notify, or (server) with an alert instead of an answer.
Outcome after_handshake(const Transcript& t, const Handshake& h, const Picture& p) {
  if (refused_in_http_frame(t, h, p) != 0) return Outcome::undetermined;
  // A recording that stops right behind Finished: a client that judges late would leave now. (A log
  // stops nowhere: what its program had to say, it has said.)
  constexpr std::int64_t judged_by_ns = 1'000'000'000;
  if (t.transport.tcp() != nullptr && p.ending == Ending::none && p.client_data == 0 &&
      (h.tls13() || p.server_data == 0) && p.silence_ns < judged_by_ns)
    return Outcome::undetermined;
  if (p.client_data > 0 && p.server_data > 0) return Outcome::established;
  const bool by_client = p.by == t.client;
  if (p.alert && p.alert->level == AlertLevel::fatal && p.client_data == 0) return Outcome::failed;
  if (!h.tls13() && p.server_data > 0) return Outcome::established;  // the server speaks first
  // In TLS 1.3 the server judges a certificate after the client is done (RFC 8446 section 4.4.2.4).
  if (p.ending == Ending::none && h.tls13() && p.certificate_requested && p.server_data == 0)
    return Outcome::undetermined;
  if (bare_close(p) && p.silence_ns > verdict_ns) return Outcome::established;
  // What was said may be just what the capture lacks: an alert, or the data that nobody refused.
  if (capture_is_incomplete(t, h)) {
    const bool went_on = p.client_data > 0 && (!h.tls13() || !p.certificate_requested);
    return went_on ? Outcome::established : Outcome::undetermined;
  }
  if (bare_close(p) && by_client && p.client_data == 0 && !p.client_close_notify)
    return Outcome::failed;
  // A server of TLS 1.3 judges the client's certificate behind its Finished: one that said nothing
  // more, not even a ticket, may have refused it.
  const bool unheard = h.tls13() && p.certificate_requested && p.server_data == 0;
  const bool refused13 = h.tls13() && p.ending == Ending::encrypted_alert && !by_client &&
                         p.server_data == 0 && (p.certificate_requested || p.client_data > 0);
  if (refused13) return Outcome::failed;
  return unheard ? Outcome::undetermined : Outcome::established;
}

// What the capture lacks of the client has room for a Finished of TLS 1.3 (RFC 8446 section 4.4.4:
// the shortest hash and tag), which an alert has not.
bool room_for_finished(const Transcript& t) {
  constexpr std::uint64_t shortest = 5 + 4 + 32 + 1 + 8;
  std::uint64_t lost = 0;
  for (const LostSpan& span : t.coverage.spans()) {
    if (span.from == t.client) lost += span.size;
  }
  return t.transport.unseen(t.client) || !t.coverage.from_start(t.client) || lost >= shortest;
}

// Of one direction alone: a side that sends data after its Finished has the other's. A server of
// TLS 1.3 may send tickets and more before it hears from the client (RFC 8446 section 4.6.1).
bool data_went_through(const Transcript& t, const Handshake& h, const Picture& p) {
  const auto missing = [&t](Side side) { return t.transport.unseen(side) || t.side(side).lost; };
  if (missing(t.server()) && p.client_finished && p.client_data > 0) return true;
  const bool answers = !h.tls13() || room_for_finished(t);
  const std::uint32_t tickets = h.tls13() ? usual_tickets : 0;
  return missing(t.client) && answers && p.server_finished && p.server_data > tickets;
}

// What one side said is answered with a fatal alert that can be read: no handshake comes of it.
bool complained(const Transcript& t, const Picture& p) {
  return p.alert && p.alert->level == AlertLevel::fatal && t.transport.accepted() &&
         t.coverage.whole_until(p.frame);
}

Outcome before_handshake_end(const Transcript& t, const Handshake& h, const Picture& p) {
  if (p.stage == Stage::nothing) {
    if (complained(t, p)) return Outcome::failed;
    if (both_waited(t, p) || left_at_once(t, p) || request_unanswered(t, p)) return Outcome::failed;
    if (opened_only(t, p)) return Outcome::unused;
    const bool refused = !t.tls && !t.transport.accepted();
    return refused && (p.ending == Ending::rst || t.transport.asked_again())
               ? Outcome::failed
               : Outcome::undetermined;
  }
  if (t.transport.unseen(t.client)) return Outcome::undetermined;
  // What is missing may be what made it work; only an alert that can be read says otherwise.
  if (capture_is_incomplete(t, h)) {
    return p.alert && p.alert->level == AlertLevel::fatal ? Outcome::failed : Outcome::undetermined;
  }
  // The server left before the client had said all: nothing that the client said was refused.
  const bool left_early =
      p.stage == Stage::client_flight && bare_close(p) && p.by != t.client && !p.client_finished;
  if (left_early) return Outcome::undetermined;
  if (p.ending != Ending::none) return Outcome::failed;
  return !t.transport.unseen(t.server()) && p.silence_ns >= unanswered_ns ? Outcome::failed
                                                                          : Outcome::undetermined;
}

}  // namespace

std::int64_t waited_ns(const Transcript& t, const Picture& p) {
  return p.time.ns - t.transport.start().ns;
}

bool nothing_said(const Transcript& t, const Picture& p) {
  const std::uint32_t server = t.transport.first_said(Side::responder);
  const bool lost = t.transport.lost(Side::initiator) || t.transport.lost(Side::responder);
  // A server that speaks TLS may complain of the close itself.
  return t.transport.first_said(Side::initiator) == 0 && !lost &&
         (server == 0 || (p.frame != 0 && server >= p.frame));
}

bool left_unused(const Transcript& t, const Handshake& h, const Picture& p) {
  const std::uint32_t tickets = h.tls13() ? usual_tickets : 0;
  if (p.stage != Stage::established || t.transport.tcp() == nullptr) return false;
  if (p.client_data > 0 || p.server_data > tickets) return false;
  const bool unheard = h.tls13() && p.certificate_requested && p.server_data == 0;
  const bool early = h.client_hello && h.client_hello->has(ExtensionType::early_data);  // with data
  if (unheard || early || capture_is_incomplete(t, h)) return false;
  const bool in_order = p.ending == Ending::encrypted_alert && p.by == t.client;
  return in_order || (bare_close(p) && p.silence_ns > verdict_ns);
}

bool both_waited(const Transcript& t, const Picture& p) {
  return nothing_said(t, p) && t.transport.accepted() && bare_close(p) &&
         hides_a_greeting(t.transport.end(Side::responder).port) && waited_ns(t, p) >= at_once_ns;
}

bool opened_only(const Transcript& t, const Picture& p) {
  const bool whole = t.coverage.from_start(Side::initiator) &&
                     t.coverage.from_start(Side::responder) && t.coverage.whole_until(p.frame);
  if (t.transport.tcp() == nullptr || !whole) return false;
  const bool left = p.by == Side::initiator || waited_ns(t, p) >= at_once_ns;
  return nothing_said(t, p) && t.transport.accepted() && bare_close(p) && left;
}

bool left_at_once(const Transcript& t, const Picture& p) {
  return nothing_said(t, p) && t.transport.accepted() && bare_close(p) && p.by == Side::responder &&
         waited_ns(t, p) < at_once_ns;
}

bool request_unanswered(const Transcript& t, const Picture& p) {
  const bool server_silent = t.transport.first_said(Side::responder) == 0 &&
                             !t.transport.lost(Side::responder) &&
                             !t.transport.unseen(Side::responder);
  return server_silent && bare_close(p) && p.by == Side::responder && t.transport.accepted() &&
         is_https(t.transport.end(Side::responder).port) &&
         is_http_request(t.side(Side::initiator).preamble);
}

Outcome outcome_of(const Transcript& t, const Handshake& h, const Picture& p) {
  if (p.stage == Stage::established) return after_handshake(t, h, p);
  if (data_went_through(t, h, p)) return Outcome::established;  // one direction was captured
  return before_handshake_end(t, h, p);
}

}  // namespace tlswhy
