#include "analysis/log_analysis.hpp"

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>

#include "analysis/log_client.hpp"
#include "diagnosis/diagnose.hpp"
#include "diagnosis/joined.hpp"
#include "diagnosis/said.hpp"
#include "knowledge/ids/causes.hpp"
#include "knowledge/ids/sentences.hpp"
#include "sources/log/log_threads.hpp"
#include "sources/log/text_lines.hpp"

namespace tlswhy {
namespace {

constexpr std::string_view java_debug = "java-debug";

}  // namespace

LogSummary LogAnalysis::read(ByteStream& stream) {
  TextLines lines(stream);
  LogThreads reader([this](Transcript&& t) { explain(std::move(t)); });
  std::string_view line;
  while (lines.next(line)) reader.line(line, lines.number());
  reader.finish();
  return {lines.number(), reader.about_tls()};
}

// What a log prints of its client and of what that trusts stands in for what nobody told.
Setting LogAnalysis::told_by(const Seen& seen) const {
  Setting out = setting_;
  if (out.clients.empty()) {
    if (const auto* client = client_of_log(seen.transcript, seen.handshake))
      out.clients.push_back(client);
  }
  return out;
}

// A log that lists several stores does not say which of them the connection used: what is found
// with each of them holds, else what is found without any.
Diagnosis LogAnalysis::judge(const Seen& seen, Setting& setting) const {
  const Transcript& transcript = seen.transcript;
  const Handshake& handshake = seen.handshake;
  const Look look = look_at(transcript, handshake, transcript.transport.last());
  const auto diagnosed = [&] { return diagnose(transcript, handshake, look, setting); };
  const auto& stores = transcript.transport.log()->stores;
  if (setting.store || stores.empty() || look.outcome == Outcome::established) return diagnosed();
  setting.store = *stores.front();
  Diagnosis first = diagnosed();
  for (std::size_t i = 1; i < stores.size(); ++i) {
    setting.store = *stores[i];
    if (diagnosed().cause == first.cause) continue;
    setting.store.reset();
    return diagnosed();
  }
  setting.store = *stores.front();
  return first;
}

namespace {

// The client takes the chain as it is printed and says that it does not: what is not printed of it
// comes first.
void lead_with_unprinted(const Seen& seen, const Diagnosis& by_messages, Diagnosis& said) {
  using knowledge::CauseId;
  const auto& chain = seen.handshake.server_certificates;
  const bool takes = std::ranges::any_of(by_messages.ruled_out, [](const RuledOut& r) {
    return r.cause == CauseId::untrusted_root && r.by.sentence == sentence::fact_played_accepts;
  });
  const bool size_unknown = chain && std::ranges::any_of(*chain, [](const auto& c) {
                              return c->parsed && c->key == KeyKind::other && c->key_text == "RSA";
                            });
  if (!takes || !size_unknown || said.confidence != Confidence::one_of) return;
  const auto found =
      std::ranges::find(said.candidates, CauseId::rsa_key_too_small, &Candidate::cause);
  if (found == said.candidates.end()) return;
  std::rotate(said.candidates.begin(), found, found + 1);
  said.cause = CauseId::rsa_key_too_small;
}

// A store that nobody gave, but the log lists.
void name_listed_store(Diagnosis& d) {
  const auto rename = [](Fact& fact) {
    if (fact.sentence == sentence::fact_store_holds)
      fact.sentence = sentence::fact_store_listed_holds;
    if (fact.sentence == sentence::fact_played_accepts)
      fact.sentence = sentence::fact_played_accepts_listed;
  };
  std::ranges::for_each(d.evidence, rename);
  for (Candidate& c : d.candidates) {
    std::ranges::for_each(c.supports, rename);
    std::ranges::for_each(c.contradicts, rename);
  }
  for (RuledOut& r : d.ruled_out) rename(r.by);
}

}  // namespace

// Of a javax.net.debug log the handshake itself is judged.
void LogAnalysis::keep_chain(const Transcript& transcript) {
  const LogFacts& facts = *transcript.transport.log();
  const CertificateList& sent = facts.certificates[index(Side::responder)];
  if (chain_ || sent.empty() || facts.program.starts_with(java_debug)) return;
  chain_ = ChainInLog{.chain = sent, .server = facts.server, .at = std::nullopt, .alone = false};
  if (facts.start != Timestamp{}) chain_->at = facts.start;
  chain_->alone = facts.statements.empty() && transcript.messages.size() == 1;
}

void LogAnalysis::explain(Transcript&& transcript) {
  const LogFacts* facts = transcript.transport.log();
  if (facts == nullptr) return;
  keep_chain(transcript);
  if (chain_ && chain_->alone && transcript.messages.size() == 1) return;
  // What these programs say is about the very handshake that they print.
  const bool told_of_it = !facts->program.starts_with(java_debug);
  Diagnosis diagnosis = diagnose_said(*facts);
  diagnosis.profile = setting_.client();
  Seen seen{std::move(transcript), {}};
  if (seen.transcript.messages.empty()) {
    if (diagnosis.profile == nullptr && setting_.clients.empty()) {
      NamedClient named = client_of_words(*seen.transcript.transport.log());
      diagnosis.profile = named.profile;
      diagnosis.profile_recognised = named.profile != nullptr;
      diagnosis.named_version = std::move(named.version);
    }
    diagnosis = played_.order(std::move(diagnosis), *seen.transcript.transport.log());
    Explanation out{std::move(seen), std::move(diagnosis)};
    out.shared_remedies = remedies_.remedies_of(out.diagnosis, out.seen(), {});
    return handler_(std::move(out));
  }
  seen.handshake = read_handshake(seen.transcript, nullptr);
  Setting setting = told_by(seen);
  Diagnosis by_messages = judge(seen, setting);
  by_messages.profile = setting.client();
  by_messages.profile_recognised = setting_.clients.empty() && by_messages.profile != nullptr;
  lead_with_unprinted(seen, by_messages, diagnosis);
  if (!setting_.store) name_listed_store(by_messages);
  Diagnosis joined = join(std::move(by_messages), seen.handshake, std::move(diagnosis), told_of_it);
  Explanation out{std::move(seen), std::move(joined)};
  RemedyCache remedies(setting);
  out.shared_remedies = remedies.remedies_of(out.diagnosis, out.seen(), {});
  handler_(std::move(out));
}

}  // namespace tlswhy
