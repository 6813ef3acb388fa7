// Where a change is made and what it does to security, in words.
#pragma once

#include "knowledge/sentence.hpp"
#include "remedy/remedy.hpp"

namespace tlswhy {

knowledge::SentenceId place_of(const Remedy& remedy);
knowledge::SentenceId effect_of(const Remedy& remedy);

}  // namespace tlswhy
