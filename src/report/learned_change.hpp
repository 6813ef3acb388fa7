// A change of a server, in words.
#pragma once

#include <string>

#include "knowledge/sentence.hpp"
#include "model/learned_difference.hpp"

namespace tlswhy {

inline std::string text_of(const LearnedChange& change, knowledge::Language language) {
  return knowledge::render(knowledge::sentence(change.sentence, language), change.parameters(),
                           language);
}

}  // namespace tlswhy
