// What is new in a store: the last finished run over an input, beside the one before it.
#pragma once

#include <vector>

#include "analysis/run_changes.hpp"
#include "store/store.hpp"

namespace tlswhy::store {

// One for each input, the latest first. Certificates that run out within 30 days of `now` are told
// every time. A store without a finished run gives none.
Result<std::vector<RunChanges>> changes(Store& store, Timestamp now);

}  // namespace tlswhy::store
