// What is not as it was, between two times that a server was asked.
#pragma once

#include <string>
#include <vector>

#include "knowledge/sentence.hpp"
#include "model/learned_server.hpp"

namespace tlswhy {

// One change, of the area [difference] of the sentences. `where` is a version, a certificate's
// place, a behaviour or empty; `before` and `after` are values for programs, empty: there was or is
// none.
struct LearnedChange {
  knowledge::SentenceId sentence{};
  std::string where, before, after;
  std::vector<knowledge::Parameter> more{};  // further parameters of the sentence

  // All that the sentence may name.
  [[nodiscard]] std::vector<knowledge::Parameter> parameters() const;
};

// Most important first: versions, certificates, then the rest. Name, address and cost do not count,
// nor does what was not known at one of the times.
std::vector<LearnedChange> differences(const LearnedServer& before, const LearnedServer& after);

// The name by which programs know it: the sentence's, without its area ("suite_lost").
std::string_view name_of(const LearnedChange& change);

}  // namespace tlswhy
