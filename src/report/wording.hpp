// In which words a report is written, and in how many.
#pragma once

#include <string>

#include "knowledge/language.hpp"

namespace tlswhy {

struct Wording {
  knowledge::Language language{};
  std::string product{};  // whose steps to show; empty: those of all products
  bool full = false;      // everything that is known, however long; else what fits a screen
};

}  // namespace tlswhy
