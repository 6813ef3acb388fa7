#include "report/input_report.hpp"

#include <algorithm>

#include "knowledge/sentence.hpp"

namespace tlswhy {

void Summary::count(const Diagnosis& diagnosis) {
  ++conversations;
  switch (diagnosis.outcome) {
    case Outcome::established: ++established; return;
    case Outcome::undetermined: ++undetermined; return;
    case Outcome::unused: ++unused; return;
    case Outcome::failed: ++failed; break;
  }
  if (!diagnosis.cause) return;
  const auto it = std::ranges::find(causes, *diagnosis.cause,
                                    &std::pair<knowledge::CauseId, std::uint64_t>::first);
  if (it == causes.end()) {
    causes.emplace_back(*diagnosis.cause, 1);
  } else {
    ++it->second;
  }
}

std::string_view name_of(Outcome outcome) {
  switch (outcome) {
    case Outcome::established: return "established";
    case Outcome::failed: return "failed";
    case Outcome::undetermined: return "undetermined";
    case Outcome::unused: return "unused";
  }
  return "undetermined";
}

std::string_view name_of(Confidence confidence) {
  switch (confidence) {
    case Confidence::shown: return "shown";
    case Confidence::consistent: return "consistent";
    case Confidence::one_of: return "one_of";
  }
  return "one_of";
}

std::string_view name_of(Party party) {
  switch (party) {
    case Party::client: return "client";
    case Party::server: return "server";
    case Party::middlebox: return "middlebox";
    case Party::network: return "network";
    case Party::nobody: return "nobody";
  }
  return "nobody";
}

std::string_view name_of(knowledge::Where where) {
  switch (where) {
    case knowledge::Where::server: return "server";
    case knowledge::Where::ca: return "ca";
    case knowledge::Where::client: return "client";
    case knowledge::Where::network: return "network";
  }
  return "server";
}

std::string_view name_of(knowledge::Security security) {
  switch (security) {
    case knowledge::Security::raises: return "raises";
    case knowledge::Security::keeps: return "keeps";
    case knowledge::Security::lowers: return "lowers";
  }
  return "keeps";
}

std::string text_of(const Fact& fact, knowledge::Language language) {
  return knowledge::render(knowledge::sentence(fact.sentence, language), fact.parameters, language);
}

std::string_view name_of(const Fact& fact) {
  for (const knowledge::Sentence& s : knowledge::sentences()) {
    if (s.id == fact.sentence) return s.name.substr(s.name.find('.') + 1);
  }
  return {};
}

}  // namespace tlswhy
