#include "diagnosis/joined.hpp"

#include <algorithm>
#include <utility>

#include "knowledge/cause.hpp"
#include "knowledge/ids/sentences.hpp"

namespace tlswhy {
namespace {

using knowledge::CauseId;

constexpr std::size_t most_facts = 8;
constexpr std::size_t most_of_a_whole_list = 3;

// All causes that a diagnosis leaves, the likeliest first.
std::vector<Candidate> left(const Diagnosis& d) {
  if (!d.cause) return {};
  if (d.confidence == Confidence::one_of && !d.candidates.empty()) return d.candidates;
  return {{*d.cause, d.evidence, {}}};
}

void add_facts(const std::vector<Fact>& more, std::vector<Fact>& facts) {
  for (const Fact& fact : more) {
    if (facts.size() < most_facts && std::ranges::find(facts, fact) == facts.end())
      facts.push_back(fact);
  }
}

const Candidate* find(const std::vector<Candidate>& list, CauseId cause) {
  const auto found = std::ranges::find(list, cause, &Candidate::cause);
  return found == list.end() ? nullptr : &*found;
}

// Those of `first` that `second` has too, then the others of `first`, and of `second`; where
// `second` only lists what is usual, what it has too is no reason to go before the others.
struct Ranked {
  std::vector<Candidate> all;
  std::size_t shared = 0;
};

Ranked rank(const std::vector<Candidate>& first, const std::vector<Candidate>& second,
            bool second_guesses) {
  Ranked out;
  for (const Candidate& c : first) {
    Candidate both = c;
    if (const Candidate* other = find(second, c.cause)) {
      add_facts(other->supports, both.supports);
      ++out.shared;
    }
    out.all.push_back(std::move(both));
  }
  if (!second_guesses) {
    std::ranges::stable_partition(
        out.all, [&](const Candidate& c) { return find(second, c.cause) != nullptr; });
  }
  for (const Candidate& c : second) {
    if (find(out.all, c.cause) == nullptr) out.all.push_back(c);
  }
  if (out.all.size() > most_candidates) out.all.resize(most_candidates);
  return out;
}

// Of a chain that nobody saw only the usual faults are listed.
bool chain_hidden(const std::vector<Candidate>& list) {
  return std::ranges::any_of(list, [](const Candidate& c) {
    return std::ranges::any_of(c.supports, [](const Fact& fact) {
      return fact.sentence == sentence::fact_certificates_encrypted;
    });
  });
}

// Whether a cause lets this side refuse. What only the other side can refuse for is none.
bool may_refuse_for(CauseId cause, Party side) {
  using knowledge::Refuser;
  const Refuser refuser = knowledge::cause(cause).refuser;
  return !(side == Party::client && refuser == Refuser::server) &&
         !(side == Party::server && refuser == Refuser::client);
}

// Of the causes that words leave open those that cannot be; where none can, they stand.
template <typename Predicate>
void drop(Diagnosis& said, Predicate cannot_be) {
  const auto drops = [&](const Candidate& c) { return cannot_be(c.cause); };
  if (std::ranges::all_of(said.candidates, drops)) return;
  std::erase_if(said.candidates, drops);
  said.cause = said.candidates.front().cause;
}

// Those that the messages rule out.
void drop_unseen(const Handshake& messages, Diagnosis& said) {
  using knowledge::Judged;
  drop(said, [&messages](CauseId cause) {
    switch (knowledge::cause(cause).judged) {
      case Judged::client_hello: return static_cast<bool>(messages.server_hello);
      case Judged::before_tls13: return messages.tls13();
      case Judged::anything: break;
    }
    return false;
  });
}

// Words that leave open who refused also name causes of the side that did not, by the messages.
void drop_other_side(Party by_bytes, Diagnosis& said) {
  if (said.refuser != Party::nobody) return;
  drop(said, [by_bytes](CauseId cause) { return !may_refuse_for(cause, by_bytes); });
}

// Both failed, and each leaves causes.
Diagnosis of_both(Diagnosis seen, const Diagnosis& said) {
  const std::vector<Candidate> by_bytes = left(seen), by_words = left(said);
  const bool agree = std::ranges::any_of(
      by_bytes, [&](const Candidate& c) { return find(by_words, c.cause) != nullptr; });
  const bool hidden = chain_hidden(by_bytes);
  const Ranked ranked =
      agree && !hidden ? rank(by_bytes, by_words, false) : rank(by_words, by_bytes, hidden);
  // A list of many is cut, and what it lost may be what the other one means.
  const bool whole = by_bytes.size() <= most_of_a_whole_list && !hidden;
  const bool certain = whole && ranked.shared == 1 && seen.outcome == said.outcome;
  const CauseId cause = ranked.all.front().cause;
  const bool named_by_words = said.confidence != Confidence::one_of && said.cause == cause;
  Diagnosis out = std::move(seen);
  if (out.cause != cause)
    out.parameters = said.cause == cause ? said.parameters : decltype(out.parameters){};
  out.cause = cause;
  out.evidence = ranked.all.front().supports;
  add_facts(said.evidence, out.evidence);
  if (is_side(said.refuser)) out.refuser = said.refuser;
  const bool sure = named_by_words || certain;
  out.confidence = sure && agree ? Confidence::consistent : Confidence::one_of;
  if (named_by_words && agree && said.confidence == Confidence::shown)
    out.confidence = Confidence::shown;
  out.candidates.clear();
  if (out.confidence == Confidence::one_of) out.candidates = ranked.all;
  return out;
}

}  // namespace

Diagnosis join(Diagnosis seen, const Handshake& messages, Diagnosis said, bool told_of_it) {
  if (said.outcome != Outcome::failed) {
    const bool nothing_seen = seen.outcome == Outcome::undetermined && !seen.cause;
    if (said.outcome != Outcome::established || !nothing_seen) return seen;
    seen.outcome = Outcome::established;
    return seen;
  }
  if (seen.outcome != Outcome::failed || !seen.cause) {
    // What ended an established connection is not what a refusal would be.
    const bool vague = said.confidence == Confidence::one_of && !told_of_it;
    if (came_about(seen.outcome) && vague) return seen;
    drop_unseen(messages, said);
    if (seen.outcome == Outcome::failed) drop_other_side(seen.refuser, said);
    if (said.refuser == Party::nobody) said.refuser = seen.refuser;
    said.client = seen.client;
    said.profile = seen.profile;
    said.profile_recognised = seen.profile_recognised;
    said.named_version = seen.named_version;
    if (said.at.empty()) {
      said.at = seen.at;
      said.at_frame = seen.at_frame;
    }
    return said;
  }
  if (!said.cause) return seen;
  if (seen.confidence == Confidence::shown) {
    add_facts(said.evidence, seen.evidence);
    return seen;
  }
  if (seen.confidence == Confidence::consistent && left(said).size() > 1) {
    // Words that leave the cause open take nothing from it; a list of six was cut.
    add_facts(said.evidence, seen.evidence);
    const std::vector<Candidate> words = left(said);
    if (words.size() == most_candidates || find(words, *seen.cause) != nullptr) return seen;
  }
  drop_unseen(messages, said);
  drop_other_side(seen.refuser, said);
  return of_both(std::move(seen), said);
}

void sign(Diagnosis& d, std::uint8_t witness) {
  const auto name = [witness](Fact& fact) { fact.witness = witness; };
  std::ranges::for_each(d.evidence, name);
  for (Candidate& c : d.candidates) std::ranges::for_each(c.supports, name);
  if (d.ending) name(*d.ending);
}

}  // namespace tlswhy
