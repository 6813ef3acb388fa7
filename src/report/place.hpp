// "frame 7", "line 12", "question 3": where something was seen, in words.
#pragma once

#include <string>

#include "base/observed.hpp"
#include "knowledge/language.hpp"

namespace tlswhy {

// Empty where no single place shows it.
std::string place_text(Provenance at, knowledge::Language language);

}  // namespace tlswhy
