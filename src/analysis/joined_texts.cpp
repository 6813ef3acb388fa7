#include "analysis/joined_texts.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <utility>

#include "analysis/remedy_cache.hpp"
#include "diagnosis/joined.hpp"
#include "diagnosis/said.hpp"
#include "knowledge/ids/sentences.hpp"

namespace tlswhy {
namespace {

using knowledge::Weight;

bool failed(const Explanation& e) { return e.diagnosis.outcome == Outcome::failed; }

// The sides that have spoken in what is one explanation by now.
struct Sides {
  bool client = false, server = false;

  void add(const Explanation& e) {
    client |= facts_of(e).speaker == Party::client;
    server |= facts_of(e).speaker == Party::server;
  }
  [[nodiscard]] bool both() const { return client && server; }
  // Of one handshake each side writes its own log.
  [[nodiscard]] bool only_other_than(const Explanation& e) const {
    const auto& speaker = facts_of(e).speaker;
    return !both() && (client || server) && is_side(speaker.value_or(Party::nobody)) &&
           (*speaker == Party::client ? server : client);
  }
};

bool shares_a_cause(const Diagnosis& a, const Diagnosis& b) {
  const auto has = [](const Diagnosis& d, knowledge::CauseId cause) {
    return d.cause == cause ||
           std::ranges::find(d.candidates, cause, &Candidate::cause) != d.candidates.end();
  };
  return (b.cause && has(a, *b.cause)) ||
         std::ranges::any_of(b.candidates, [&](const Candidate& c) { return has(a, c.cause); });
}

// A further text about what both sides have told of.
bool fits_both(const Explanation& told, const Explanation& e) {
  const std::string& host = facts_of(told).server.host;
  const std::string& other = facts_of(e).server.host;
  return (host.empty() || other.empty() || host == other) &&
         shares_a_cause(told.diagnosis, e.diagnosis);
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

// A printed handshake tells most; of words the weightier ones.
int rank(const Explanation& e) {
  constexpr int printed = 100;
  const auto weight = weight_of(facts_of(e));
  return (e.seen().transcript.messages.empty() ? 0 : printed) +
         (weight ? static_cast<int>(*weight) : 0);
}

Diagnosis both(Diagnosis main, const Handshake& messages, Diagnosis other,
               const LogFacts& of_other) {
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
  Diagnosis out = join(std::move(main), messages, std::move(other), true);
  if (!disagree) return out;
  out.confidence = Confidence::one_of;
  if (out.candidates.empty() && out.cause) out.candidates.push_back({*out.cause, out.evidence, {}});
  out.evidence.push_back(std::move(fact));
  return out;
}

struct Text {
  std::vector<Explanation>* told = nullptr;
  std::uint8_t witness = 0;
  bool one = false;  // it tells of one failure, or of failures that are alike
};

void join_into(Explanation& told, const Text& text, Explanation&& partner, std::uint8_t witness,
               const std::shared_ptr<const Witnesses>& witnesses) {
  if (!told.witnesses) sign(told.diagnosis, text.witness);
  sign(partner.diagnosis, witness);
  const bool by_first = rank(told) >= rank(partner);
  Explanation main = std::move(by_first ? told : partner);
  Explanation other = std::move(by_first ? partner : told);
  told = std::move(main);
  told.diagnosis = both(std::move(told.diagnosis), told.seen().handshake,
                        std::move(other.diagnosis), facts_of(other));
  told.witnesses = witnesses;
}

// Joins with `told` what the texts behind its own tell of the same handshake; whether any does.
bool join_all(Explanation& told, std::span<Text> texts,
              const std::shared_ptr<const Witnesses>& witnesses) {
  Sides sides;
  sides.add(told);
  std::vector<bool> done(texts.size());
  bool any = false;
  // Until both sides have spoken, texts of one side are passed over; then they are asked again.
  for (int pass = 0; pass < 2; ++pass) {
    for (std::size_t i = 1; i < texts.size(); ++i) {
      std::vector<Explanation>& among = *texts[i].told;
      const auto partner = std::ranges::find_if(among, [&](const Explanation& e) {
        if (done[i] || !failed(e) || e.witnesses) return false;
        const bool other_side = sides.only_other_than(e);
        if (!other_side && !(sides.both() && fits_both(told, e))) return false;
        return same_hello(told, e).value_or(texts[0].one && texts[i].one);
      });
      if (partner == among.end()) continue;
      sides.add(*partner);
      join_into(told, texts[0], std::move(*partner), texts[i].witness, witnesses);
      among.erase(partner);
      done[i] = any = true;
    }
  }
  return any;
}

}  // namespace

bool join_texts(std::vector<std::vector<Explanation>>& told,
                const std::shared_ptr<const Witnesses>& witnesses, const Setting& setting) {
  std::vector<Text> texts;
  for (std::vector<Explanation>& one : told)
    texts.push_back({&one, static_cast<std::uint8_t>(texts.size()), alike(one)});
  bool any = false;
  for (std::size_t i = 0; i + 1 < texts.size(); ++i) {
    for (Explanation& e : told[i]) {
      if (!failed(e) || !join_all(e, std::span(texts).subspan(i), witnesses)) continue;
      RemedyCache remedies(setting);
      e.shared_remedies = remedies.remedies_of(e.diagnosis, e.seen(), {});
      any = true;
    }
  }
  if (!any) return false;
  for (const Text& text : texts) {
    for (Explanation& e : *text.told) {
      if (e.witnesses) continue;
      sign(e.diagnosis, text.witness);
      e.witnesses = witnesses;
    }
  }
  return true;
}

}  // namespace tlswhy
