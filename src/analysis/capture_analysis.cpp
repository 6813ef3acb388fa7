#include "analysis/capture_analysis.hpp"

#include <algorithm>
#include <utility>

#include "analysis/tls_ports.hpp"
#include "knowledge/ids/changes.hpp"
#include "transcript/preamble.hpp"

namespace tlswhy {
namespace {

// A connection that was refused or unanswered, or a plaintext talk that should have led to TLS.
bool interesting_without_tls(const Transcript& t) {
  const TcpFacts* tcp = t.transport.tcp();
  const bool never_opened = tcp != nullptr && tcp->side(Side::initiator).syn_frame != 0 &&
                            t.transport.first_said(Side::initiator) == 0 &&
                            t.side(Side::responder).preamble_bytes == 0;
  return never_opened || !t.side(Side::initiator).preamble.empty() ||
         (t.transport.ended() && !starttls_refusal(t).empty());
}

// A failure that a certificate of another connection may mend.
bool incomplete(const Diagnosis& d) {
  if (d.outcome != Outcome::failed || !d.cause) return false;
  const auto& remedies = knowledge::cause(*d.cause).remedies;
  return std::ranges::find(remedies, knowledge::ChangeId::send_intermediate,
                           &knowledge::CauseRemedy::change) != remedies.end();
}

// A failure over which connections that end later may tell more: a hello that somebody may have
// passed on, one with a session that an open connection gave, or one unlike those that work; a
// certificate whose issuer made others.
bool told_beside(const Explanation& e, const Look& look) {
  const auto& [transcript, handshake] = e.seen();
  if (e.diagnosis.outcome != Outcome::failed) return false;
  if (handshake.server_certificates && e.diagnosis.cause) {
    const std::string_view group = knowledge::cause(*e.diagnosis.cause).group;
    return group == "chain-trust" || group == "chain-build";
  }
  return look.picture.stage == Stage::client_hello && handshake.client_hello &&
         (look.picture.by != transcript.client || look.picture.ending == Ending::none);
}

}  // namespace

CaptureAnalysis::CaptureAnalysis(const Setting& setting, CertificateCache& cache,
                                 Established wanted, Handler handler)
    : setting_(setting),
      cache_(cache),
      wanted_(wanted),
      handler_(std::move(handler)),
      remedies_(setting),
      transcripts_([this](Transcript&& t) { take(std::move(t)); }),
      source_(transcripts_) {}

void CaptureAnalysis::take(Transcript&& t) {
  if (t.client_known && tls_servers_.size() < most_tls_servers)
    tls_servers_.insert(t.transport.end(t.server()));
  if (const TcpFacts* tcp = t.transport.tcp()) seen_beside_.remember_opening(*tcp);
  Seen seen{std::move(t), {}};
  if (!seen.transcript.tls) {
    if (interesting_without_tls(seen.transcript) && waiting_.size() < most_kept_attempts)
      waiting_.push_back(std::move(seen));
    return;
  }
  seen.handshake = read_handshake(seen.transcript, nullptr);
  const Look look = look_at(seen.transcript, seen.handshake, seen.transcript.transport.last());
  seen_beside_.remember(seen.transcript, seen.handshake, look);
  // Whether a silent peer never answered depends on how long the capture goes on.
  if (seen.transcript.transport.ended() || look.outcome == Outcome::established) {
    explain(std::move(seen), look);
  } else {
    waiting_.push_back(std::move(seen));
  }
}

// The evidence of this connection is complete: it is read and diagnosed once.
void CaptureAnalysis::explain(Seen&& seen, const Look& look) {
  const bool in_question = !came_about(look.outcome) || look.certificates_decide;
  if (in_question || wanted_ == Established::whole)
    read_certificates(seen.transcript, cache_, seen.handshake);
  Explanation out{std::move(seen), {}};
  const auto& [transcript, handshake] = out.seen();
  const Beside others = in_question ? beside(transcript, handshake) : Beside{};
  out.diagnosis = diagnose(transcript, handshake, look, setting_, others);
  // Of connections without TLS those count that failed, or that only knocked at a server of TLS.
  const bool knocked = out.diagnosis.outcome == Outcome::unused &&
                       serves_tls(transcript.transport.end(Side::responder));
  if (!transcript.tls && !out.diagnosis.cause && !knocked) return;
  if (transcript.tls) seen_chains_.remember(transcript, handshake, cache_);
  const bool by_server = hidden(out);
  if (left_open_.size() < most_left_open &&
      (by_server || incomplete(out.diagnosis) || told_beside(out, look))) {
    left_open_.push_back({std::move(out), look, others});
  } else if (by_server) {
    decide_left_open({std::move(out), look, others});
  } else {
    decide(std::move(out));  // nothing was seen since it was diagnosed
  }
}

// What other connections show of this one.
Beside CaptureAnalysis::beside(const Transcript& transcript, const Handshake& handshake) const {
  Beside out = seen_beside_.beside(transcript, handshake);
  out.same_issuer = seen_chains_.same_issuer(transcript, handshake);
  return out;
}

// Several causes are left of a failure, and the server's certificates are not to be seen.
bool CaptureAnalysis::hidden(const Explanation& e) const {
  const Diagnosis& d = e.diagnosis;
  const Handshake& h = e.seen().handshake;
  return !setting_.server && d.outcome == Outcome::failed && d.cause &&
         d.confidence == Confidence::one_of && h.client_hello && !h.server_certificates;
}

// With what the other connections showed since.
void CaptureAnalysis::decide_left_open(LeftOpen&& open) {
  const auto& [transcript, handshake] = open.explanation.seen();
  std::optional<ServerModel> server;
  if (hidden(open.explanation)) server = seen_chains_.server_of(transcript, handshake);
  Beside others = open.others;
  if (server || told_beside(open.explanation, open.look)) others = beside(transcript, handshake);
  others.server = server ? &*server : nullptr;
  if (others != open.others)
    open.explanation.diagnosis = diagnose(transcript, handshake, open.look, setting_, others);
  decide(std::move(open.explanation));
}

void CaptureAnalysis::decide(Explanation&& e) {
  e.shared_remedies = remedies_.remedies_of(e.diagnosis, e.seen(), seen_chains_.authorities());
  decided_any_ = true;
  handler_(std::move(e));
}

// Of connections without TLS those to servers that speak it; where nothing else is in the capture,
// any that did not come about is the question.
std::vector<Seen> CaptureAnalysis::meant_for_tls(std::vector<Seen> waiting) const {
  const bool nothing_else =
      !decided_any_ && left_open_.empty() &&
      std::ranges::none_of(waiting, [](const Seen& seen) { return seen.transcript.tls; });
  std::erase_if(waiting, [&](const Seen& seen) {
    const Transcript& t = seen.transcript;
    const bool attempt = !t.tls && t.side(Side::initiator).preamble.empty() &&
                         t.side(Side::responder).preamble.empty();
    const Endpoint& server = t.transport.end(Side::responder);
    return attempt && !nothing_else && !serves_tls(server);
  });
  return waiting;
}

bool CaptureAnalysis::serves_tls(const Endpoint& server) const {
  return is_tls_port(server.port) || tls_servers_.contains(server);
}

CaptureSummary CaptureAnalysis::read(CaptureReader& reader,
                                     const std::function<void(const CaptureProgress&)>& progress) {
  read_packets(reader, [this](const Packet& p) { packet(p); }, progress);
  finish();
  return summary_of(reader, counts());
}

void CaptureAnalysis::finish() {
  source_.finish();
  const Timestamp end = counts().last.value_or(Timestamp{});
  for (Seen& seen : meant_for_tls(std::exchange(waiting_, {}))) {
    if (!seen.transcript.tls) seen.handshake = read_handshake(seen.transcript, nullptr);
    const Look look = look_at(seen.transcript, seen.handshake, end);
    explain(std::move(seen), look);
  }
  for (LeftOpen& open : std::exchange(left_open_, {})) decide_left_open(std::move(open));
}

}  // namespace tlswhy
