#include "analysis/witnesses.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "base/server_name.hpp"
#include "diagnosis/diagnose.hpp"
#include "diagnosis/joined.hpp"
#include "diagnosis/said.hpp"
#include "knowledge/ids/sentences.hpp"
#include "knowledge/learn.hpp"
#include "sources/description/server_description.hpp"
#include "sources/log/log_reader.hpp"

namespace tlswhy {
namespace {

enum class Fit : std::uint8_t { no, may, surely };

// Both know the random of the ClientHello (RFC 8446 section 4.1.2), which no other connection has.
std::optional<bool> same_hello(const Seen& seen, const Seen& told) {
  const auto& a = seen.handshake.client_hello;
  const auto& b = told.handshake.client_hello;
  if (!a || !b) return std::nullopt;
  const bool printed = std::ranges::any_of(b->random, [](std::uint8_t byte) { return byte != 0; });
  return printed ? std::optional(a->random == b->random) : std::nullopt;
}

// What the text names as the server can be the server of the capture.
bool may_be_server(const Seen& seen, const LogFacts& log) {
  const NamedServer& named = log.server;
  // A server names itself by what it is configured for, which says little about how it was reached.
  if (named.host.empty() || log.speaker == Party::server) return true;
  if (named.port != 0 && named.port != 443 && named.port != seen.server().port) return false;
  if (const auto ip = parse_ip(named.host)) return *ip == seen.server().ip;
  const auto& hello = seen.handshake.client_hello;
  if (!hello || !hello->server_name) return true;
  return ServerName(*hello->server_name) == ServerName(named.host);
}

Fit fits(const Explanation& seen, const Explanation& told) {
  const LogFacts& log = facts_of(told);
  if (const auto same = same_hello(seen.seen(), told.seen())) return *same ? Fit::surely : Fit::no;
  if (!log.peer.empty() && log.speaker == Party::server &&
      log.peer == to_string(seen.seen().client()))
    return Fit::surely;
  return may_be_server(seen.seen(), log) ? Fit::may : Fit::no;
}

bool alike(const Diagnosis& a, const Diagnosis& b) {
  return a.outcome == b.outcome && a.cause == b.cause && a.refuser == b.refuser;
}

// The alerts that a text tells of. Where it does not show which side wrote it, an alert that was
// received came from the side that the capture shows to have sent one.
std::vector<AlertSeen> alerts_told(const Transcript& told, const Transcript& seen,
                                   const Picture& picture) {
  std::vector<AlertSeen> out = told.alerts;
  for (AlertSeen& a : out) a.from = a.from == told.client ? seen.client : seen.server();
  const LogFacts& log = *told.transport.log();
  if (!out.empty() || log.speaker || picture.ending != Ending::encrypted_alert) return out;
  for (const StatementSeen& s : log.statements) {
    const auto description = stated_alert(s);
    if (!description || !s.heard) continue;
    AlertSeen alert;
    alert.from = picture.by;
    alert.level = AlertLevel::fatal;
    alert.description = *description;
    out.push_back(alert);
  }
  return out;
}

// What the words tell. Where the text does not show which side wrote it, the capture does, if an
// alert ended the connection: its sender gives the reason, the other side tells of what it
// received. That it failed, either may say.
Diagnosis said_beside(const Explanation& told, const Transcript& seen, const Picture& picture) {
  const LogFacts& log = facts_of(told);
  const bool alert = picture.ending == Ending::alert || picture.ending == Ending::encrypted_alert;
  if (log.speaker || !alert || !told.seen().transcript.messages.empty()) return told.diagnosis;
  const bool by_client = picture.by == seen.client;
  const bool heard = std::ranges::any_of(
      log.statements, [](const StatementSeen& s) { return s.heard && stated_alert(s); });
  if (!heard && weight_of(log) != knowledge::Weight::reason) return told.diagnosis;
  LogFacts by_side = log;
  by_side.speaker = by_client != heard ? Party::client : Party::server;
  Diagnosis out = diagnose_said(by_side);
  out.profile = told.diagnosis.profile;
  out.profile_recognised = told.diagnosis.profile_recognised;
  out.named_version = told.diagnosis.named_version;
  return out;
}

// The alert by which it ended, where the capture shows none that can be read: TLS 1.3 encrypts it,
// the text names it.
bool name_alert(const Transcript& told, const Picture& picture, Transcript& seen) {
  const bool hidden = picture.ending == Ending::encrypted_alert || picture.ending == Ending::fin ||
                      picture.ending == Ending::rst;
  if (!hidden) return false;
  for (AlertSeen& a : alerts_told(told, seen, picture)) {
    if (a.encrypted || a.level != AlertLevel::fatal) continue;
    if (picture.ending == Ending::encrypted_alert && a.from != picture.by) continue;
    a.frame = picture.frame;
    a.time = picture.time;
    seen.alerts.insert(seen.alerts.begin(), a);
    return true;
  }
  return false;
}

// Certificates that the capture hides and the text prints.
bool show_certificates(const Handshake& told, Handshake& seen) {
  if (seen.server_certificates || !told.server_certificates) return false;
  seen.server_certificates = Observed<CertificateList>(
      *told.server_certificates, {Provenance::Kind::line, told.server_certificates.frame()});
  return true;
}

// By what can be read in the capture one side refused, by the text the other one.
void say_contradiction(const Diagnosis& seen, const Diagnosis& said, std::uint8_t witness,
                       Diagnosis& out) {
  const bool both_failed = seen.outcome == Outcome::failed && said.outcome == Outcome::failed;
  if (!both_failed || !is_side(seen.refuser) || !is_side(said.refuser)) return;
  if (seen.refuser == said.refuser || seen.confidence != Confidence::shown) return;
  Fact fact;
  fact.sentence = sentence::fact_witnesses_disagree;
  fact.at = said.ending ? said.ending->at : Provenance();
  fact.witness = witness;
  out.evidence.push_back(std::move(fact));
}

}  // namespace

namespace {

// What the words tell beyond what the capture shows by now: an alert has named itself, and how it
// ended is better seen than told.
bool only_evidence(const LogFacts& log, const Seen& seen, const Diagnosis& d) {
  using knowledge::Weight;
  if (d.outcome != Outcome::failed || !d.cause) return false;
  const auto weight = weight_of(log);
  if (weight == Weight::symptom || weight == Weight::ending) return true;
  return (weight == Weight::alert || weight == Weight::refusal) &&
         std::ranges::any_of(seen.transcript.alerts, [](const AlertSeen& a) {
           return !a.encrypted && a.level == AlertLevel::fatal;
         });
}

}  // namespace

WitnessStand::WitnessStand(const Setting& setting, std::shared_ptr<const Witnesses> witnesses,
                           Handler handler)
    : setting_(setting),
      witnesses_(std::move(witnesses)),
      handler_(std::move(handler)),
      remedies_(setting) {}

void WitnessStand::hear(Explanation&& told, std::uint8_t witness) {
  if (told_.size() >= most_told || told.seen().transcript.transport.log() == nullptr) {
    return handler_(std::move(told));
  }
  told_.push_back({std::move(told), witness});
}

void WitnessStand::see(Explanation&& seen) {
  const bool any = std::ranges::any_of(
      told_, [&](const Told& told) { return fits(seen, told.explanation) != Fit::no; });
  const Told* elsewhere = any ? nullptr : told_elsewhere(seen);
  if (elsewhere != nullptr) judge_with(*elsewhere, seen);
  if (!any || held_.size() >= most_held) return handler_(std::move(seen));
  held_.push_back({std::move(seen), {}});
}

const WitnessStand::Told* WitnessStand::told_elsewhere(const Explanation& e) const {
  const Handshake& h = e.seen().handshake;
  if (e.diagnosis.outcome != Outcome::failed || e.diagnosis.confidence != Confidence::one_of)
    return nullptr;
  if (!h.client_hello || h.server_certificates || setting_.server) return nullptr;
  const auto found = std::ranges::find_if(told_, [&](const Told& told) {
    const Handshake& other = told.explanation.seen().handshake;
    return other.client_hello && other.server_certificates && h.client_hello->server_name &&
           other.client_hello->server_name == h.client_hello->server_name &&
           same_offer(*other.client_hello, *h.client_hello);
  });
  return found == told_.end() ? nullptr : &*found;
}

void WitnessStand::judge_with(const Told& told, Explanation& out) const {
  const auto& [transcript, handshake] = out.seen();
  Setting setting = setting_;
  if (setting.clients.empty() && told.explanation.diagnosis.profile_recognised)
    setting.clients.push_back(told.explanation.diagnosis.profile);
  const auto& stores = facts_of(told.explanation).stores;
  if (!setting.store && stores.size() == 1) setting.store = *stores.front();
  const ServerModel server = server_around(*told.explanation.seen().handshake.server_certificates);
  Beside beside;
  beside.server = &server;
  const Look look = look_at(transcript, handshake, transcript.transport.last());
  Diagnosis with = diagnose(transcript, handshake, look, setting, beside);
  with.profile_recognised = setting_.clients.empty() && with.profile != nullptr;
  if (!with.cause) return;
  // To another connection the server may have sent other certificates.
  if (with.confidence == Confidence::shown) with.confidence = Confidence::consistent;
  std::erase_if(with.evidence, [](const Fact& fact) {
    return fact.sentence == sentence::fact_chain_seen_elsewhere;
  });
  Fact fact;
  fact.sentence = sentence::fact_chain_seen_in_log;
  const auto& certificates = told.explanation.seen().handshake.server_certificates;
  fact.at = {Provenance::Kind::line, certificates.frame()};
  fact.witness = told.witness;
  with.evidence.push_back(std::move(fact));
  out.witnesses = witnesses_;
  out.diagnosis = std::move(with);
}

bool WitnessStand::has_heard(const Held& held, std::uint8_t witness) const {
  return std::ranges::any_of(held.told, [&](std::size_t i) { return told_[i].witness == witness; });
}

// Sure matches first; then the one connection that a text may be about, or one of several that
// ended alike. A connection hears each text once.
void WitnessStand::match() {
  for (const Fit wanted : {Fit::surely, Fit::may}) {
    for (std::size_t i = 0; i < told_.size(); ++i) {
      Told& told = told_[i];
      if (told.joined) continue;
      std::vector<Held*> fit;
      for (Held& held : held_) {
        if (!has_heard(held, told.witness) && fits(held.explanation, told.explanation) == wanted)
          fit.push_back(&held);
      }
      // What failed is what people ask about.
      const bool failed =
          std::ranges::any_of(fit, [](const Held* h) { return !h->explanation.established(); });
      if (failed && told.explanation.diagnosis.outcome == Outcome::failed)
        std::erase_if(fit, [](const Held* h) { return h->explanation.established(); });
      const bool one = !fit.empty() && std::ranges::all_of(fit, [&](const Held* h) {
        return alike(h->explanation.diagnosis, fit.front()->explanation.diagnosis);
      });
      if (!one) continue;
      fit.front()->told.push_back(i);
      told.joined = true;
    }
  }
}

namespace {

// What a text tells of its client and of what that trusts stands in for what nobody told; says
// whether it does. A version that a text names in passing may be another program's, a hello that it
// prints is not.
bool fill_in(const Explanation& told, Setting& setting) {
  const bool hello = static_cast<bool>(told.seen().handshake.client_hello);
  const bool client = setting.clients.empty() && told.diagnosis.profile_recognised && hello;
  if (client) setting.clients.push_back(told.diagnosis.profile);
  const auto& stores = facts_of(told).stores;
  const bool store = !setting.store && stores.size() == 1;
  if (store) setting.store = *stores.front();
  return client || store;
}

}  // namespace

void WitnessStand::give(Held&& held) {
  if (held.told.empty()) return handler_(std::move(held.explanation));
  Explanation out = std::move(held.explanation);
  Seen seen = out.seen();
  Setting setting = setting_;
  bool again = false;
  for (const std::size_t i : held.told) {
    const Explanation& told = told_[i].explanation;
    const Look look = look_at(seen.transcript, seen.handshake, seen.transcript.transport.last());
    again |= name_alert(told.seen().transcript, look.picture, seen.transcript);
    again |= show_certificates(told.seen().handshake, seen.handshake);
    again |= fill_in(told, setting);
  }
  Diagnosis diagnosis = std::move(out.diagnosis);
  const Look look = look_at(seen.transcript, seen.handshake, seen.transcript.transport.last());
  if (again) {
    diagnosis = diagnose(seen.transcript, seen.handshake, look, setting);
    diagnosis.profile_recognised = setting_.clients.empty() && diagnosis.profile != nullptr;
  }
  // Words that say more go first: beside them vaguer ones are no more than evidence.
  std::ranges::stable_sort(held.told, std::ranges::greater(), [this](std::size_t i) {
    return weight_of(facts_of(told_[i].explanation));
  });
  for (const std::size_t i : held.told) {
    Diagnosis said = said_beside(told_[i].explanation, seen.transcript, look.picture);
    sign(said, told_[i].witness);
    // It worked as far as the capture shows, and the client's reason came later.
    const bool late = came_about(diagnosis.outcome) && said.outcome == Outcome::failed &&
                      seen.handshake.server_certificates &&
                      weight_of(facts_of(told_[i].explanation)) == knowledge::Weight::reason;
    if (late) {
      Look after_all = look;
      after_all.outcome = Outcome::failed;
      diagnosis = diagnose(seen.transcript, seen.handshake, after_all, setting);
      if (diagnosis.confidence == Confidence::shown) diagnosis.confidence = Confidence::consistent;
    }
    const Diagnosis before = diagnosis;
    if (only_evidence(facts_of(told_[i].explanation), seen, diagnosis)) {
      diagnosis.evidence.insert(diagnosis.evidence.end(), said.evidence.begin(),
                                said.evidence.end());
    } else {
      diagnosis = join(std::move(diagnosis), seen.handshake, said, true);
    }
    say_contradiction(before, said, told_[i].witness, diagnosis);
  }
  out.handshake = std::move(seen);
  out.diagnosis = std::move(diagnosis);
  out.shared_remedies = remedies_.remedies_of(out.diagnosis, out.seen(), {});
  out.witnesses = witnesses_;
  handler_(std::move(out));
}

void WitnessStand::finish() {
  match();
  for (Held& held : std::exchange(held_, {})) give(std::move(held));
  for (Told& told : std::exchange(told_, {}))
    if (!told.joined) handler_(std::move(told.explanation));
}

}  // namespace tlswhy
