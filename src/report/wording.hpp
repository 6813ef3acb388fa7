// In which words a report is written.
#pragma once

#include <string>

#include "knowledge/language.hpp"

namespace tlswhy {

struct Wording {
  knowledge::Language language{};
  std::string product{};  // whose steps to show; empty: those of all products
};

}  // namespace tlswhy
