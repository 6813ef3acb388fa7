// The sentences around the changes of one run over an input.
#pragma once

#include <string>

#include "analysis/run_changes.hpp"
#include "knowledge/sentence.hpp"

namespace tlswhy {

struct RunChangesWords {
  std::string since;    // which run it is compared with
  std::string nothing;  // empty unless nothing is new
  std::string summary;
};

RunChangesWords words_of(const RunChanges& run, knowledge::Language language);

}  // namespace tlswhy
