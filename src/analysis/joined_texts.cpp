#include "analysis/joined_texts.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "analysis/remedy_cache.hpp"
#include "diagnosis/joined.hpp"
#include "diagnosis/said.hpp"
#include "knowledge/ids/sentences.hpp"

namespace tlswhy {
namespace {

using knowledge::Weight;

const LogFacts& facts_of(const Explanation& told) {
  return *told.seen().transcript.transport.log();
}

bool failed(const Explanation& e) { return e.diagnosis.outcome == Outcome::failed; }

bool is_side(Party party) { return party == Party::client || party == Party::server; }

// Of one handshake each side writes its own log.
bool sides_differ(const Explanation& a, const Explanation& b) {
  const auto& of_a = facts_of(a).speaker;
  const auto& of_b = facts_of(b).speaker;
  return of_a && of_b && *of_a != *of_b;
}

std::optional<bool> same_hello(const Explanation& a, const Explanation& b) {
  const auto& first = a.seen().handshake.client_hello;
  const auto& second = b.seen().handshake.client_hello;
  if (!first || !second) return std::nullopt;
  const bool printed = std::ranges::any_of(first->random, [](std::uint8_t c) { return c != 0; });
  return printed ? std::optional(first->random == second->random) : std::nullopt;
}

bool alike(const std::vector<Explanation>& all) {
  const auto first = std::ranges::find_if(all, failed);
  return std::ranges::all_of(all, [&](const Explanation& e) {
    return !failed(e) || (e.diagnosis.cause == first->diagnosis.cause &&
                          e.diagnosis.refuser == first->diagnosis.refuser);
  });
}

void sign(Diagnosis& d, std::uint8_t witness) {
  const auto name = [witness](Fact& fact) { fact.witness = witness; };
  std::ranges::for_each(d.evidence, name);
  for (Candidate& c : d.candidates) std::ranges::for_each(c.supports, name);
  if (d.ending) name(*d.ending);
}

// A printed handshake tells most; of words the weightier ones.
int rank(const Explanation& e) {
  constexpr int printed = 100;
  const auto weight = weight_of(facts_of(e));
  return (e.seen().transcript.messages.empty() ? 0 : printed) +
         (weight ? static_cast<int>(*weight) : 0);
}

Diagnosis both(Diagnosis main, Diagnosis other, const LogFacts& of_other) {
  const bool disagree =
      is_side(main.refuser) && is_side(other.refuser) && main.refuser != other.refuser;
  // How it ended on the other side, and that it was refused, are no reasons.
  if (weight_of(of_other).value_or(Weight::symptom) < Weight::alert) {
    main.evidence.insert(main.evidence.end(), other.evidence.begin(), other.evidence.end());
    if (!is_side(main.refuser)) main.refuser = other.refuser;
    return main;
  }
  Fact fact;
  if (disagree) {
    fact.sentence = sentence::fact_texts_disagree;
    fact.at = other.ending ? other.ending->at : Provenance();
    fact.witness = other.ending ? other.ending->witness : 0;
  }
  Diagnosis out = join(std::move(main), std::move(other), true);
  if (!disagree) return out;
  out.confidence = Confidence::one_of;
  if (out.candidates.empty() && out.cause) out.candidates.push_back({*out.cause, out.evidence, {}});
  out.evidence.push_back(std::move(fact));
  return out;
}

Explanation joined(Explanation&& first, Explanation&& second,
                   const std::shared_ptr<const Witnesses>& witnesses, const Setting& setting) {
  sign(first.diagnosis, 0);
  sign(second.diagnosis, 1);
  const bool by_first = rank(first) >= rank(second);
  Explanation& main = by_first ? first : second;
  Explanation& other = by_first ? second : first;
  Explanation out = std::move(main);
  out.diagnosis = both(std::move(out.diagnosis), std::move(other.diagnosis), facts_of(other));
  out.witnesses = witnesses;
  RemedyCache remedies(setting);
  out.shared_remedies = remedies.remedies_of(out.diagnosis, out.seen(), {});
  return out;
}

using Place = std::vector<Explanation>::iterator;

// The partner of `told`: of the same hello, or where nothing else can be meant.
Place partner_of(const Explanation& told, std::vector<Explanation>& among, bool only_one) {
  return std::ranges::find_if(among, [&](const Explanation& e) {
    if (!failed(e) || !sides_differ(told, e)) return false;
    return same_hello(told, e).value_or(only_one);
  });
}

}  // namespace

bool join_texts(std::vector<Explanation>& first, std::vector<Explanation>& second,
                const std::shared_ptr<const Witnesses>& witnesses, const Setting& setting) {
  const bool only_one = alike(first) && alike(second);
  bool any = false;
  for (Explanation& told : first) {
    if (!failed(told)) continue;
    const Place partner = partner_of(told, second, only_one);
    if (partner == second.end()) continue;
    told = joined(std::move(told), std::move(*partner), witnesses, setting);
    second.erase(partner);
    any = true;
  }
  const auto name = [&](std::vector<Explanation>& all, std::uint8_t witness) {
    for (Explanation& e : all) {
      if (e.witnesses) continue;
      sign(e.diagnosis, witness);
      e.witnesses = witnesses;
    }
  };
  if (!any) return false;
  name(first, 0);
  name(second, 1);
  return true;
}

}  // namespace tlswhy
