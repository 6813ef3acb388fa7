// What is new since servers were asked the last time: the data of `tlswhy changes`.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "base/time.hpp"
#include "model/learned_difference.hpp"

namespace tlswhy {

struct TargetChanges {
  std::string target;                  // host:port
  std::vector<LearnedChange> changes;  // of the areas [changes] and [difference]
};

// The last finished run over an input beside the one before it.
struct RunChanges {
  std::string input;
  std::optional<Timestamp> before;  // when the earlier run was finished; none: there is none
  Timestamp after;
  std::size_t targets = 0;          // of the last run
  std::vector<TargetChanges> list;  // those with something new, by target
};

}  // namespace tlswhy
