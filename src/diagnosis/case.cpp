#include "diagnosis/case.hpp"
#include "knowledge/ids/sentences.hpp"

#include <algorithm>

namespace tlswhy {

const knowledge::ClientPolicy& Case::policy() const {
  static constexpr knowledge::ClientPolicy unknown;
  if (setting.client() != nullptr) return setting.client()->policy;
  return client != nullptr ? client->policy : unknown;
}

bool Case::always_checks_name() const {
  if (client == nullptr) return false;
  const auto* named = setting.client();
  const auto& known = named != nullptr ? *named : knowledge::bare_client(client->id);
  return known.path.checks_name == knowledge::NameCheck::always;
}

std::span<const knowledge::Answer> Case::answers_to(knowledge::CauseId cause) const {
  if (setting.client() != nullptr) return setting.client()->answers_to(cause, handshake.version());
  return client != nullptr ? client->answers_to(cause) : std::span<const knowledge::Answer>();
}

namespace {

bool leads(Standing standing, knowledge::Place place, const Hypothesis& other) {
  return standing != other.standing ? standing > other.standing : place < other.place;
}

}  // namespace

Hypothesis& Findings::add(knowledge::Rank rank, Standing standing, std::vector<Fact> evidence) {
  return add(rank.cause, rank.place, standing, std::move(evidence));
}

Hypothesis& Findings::add(knowledge::CauseId cause, knowledge::Place place, Standing standing,
                          std::vector<Fact> evidence) {
  const auto it = std::ranges::find(hypotheses, cause, &Hypothesis::cause);
  if (it == hypotheses.end()) {
    Hypothesis h;
    h.cause = cause;
    h.standing = standing;
    h.place = place;
    h.evidence = std::move(evidence);
    return hypotheses.emplace_back(std::move(h));
  }
  if (leads(standing, place, *it)) {
    it->standing = standing;
    it->place = place;
    it->evidence.swap(evidence);
  }
  for (Fact& fact : evidence)
    if (std::ranges::find(it->evidence, fact) == it->evidence.end())
      it->evidence.push_back(std::move(fact));
  return *it;
}

void Findings::sort() {
  std::ranges::stable_sort(hypotheses, [](const Hypothesis& a, const Hypothesis& b) {
    return leads(a.standing, a.place, b);
  });
}

void Findings::rule_out(knowledge::CauseId cause, Fact by) {
  ruled_out.push_back({cause, std::move(by)});
}

Fact fact(knowledge::SentenceId sentence, std::vector<knowledge::Parameter> parameters,
          Provenance at, knowledge::Value value) {
  Fact out;
  out.sentence = sentence;
  out.parameters = std::move(parameters);
  out.at = at;
  out.value = std::move(value);
  return out;
}

Fact works_beside_fact(const Case& c) {
  const WorksBeside& works = *c.beside->works;
  return fact(
      works.same_client ? sentence::fact_works_beside : sentence::fact_works_for_another_client,
      {{"version", works.version}}, works.frame, works.version);
}

Fact alert_fact(const Case& c) {
  const AlertDescription alert = c.picture.alert->description;
  return fact(c.ended_by_client() ? sentence::fact_client_answered : sentence::fact_server_answered,
              {{"alert", alert}, {"number", code(alert)}}, c.picture.frame, alert);
}

}  // namespace tlswhy
