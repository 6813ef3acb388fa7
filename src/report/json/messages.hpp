// What a connection said and did, as a ladder shows it, in the contract's form (docs/json.md).
#pragma once

#include "analysis/explanation.hpp"
#include "report/json/values.hpp"

namespace tlswhy::json {

// Opening, messages, alerts, encrypted records, gaps and closing, in the order of the source.
// All of it lies in `storage`.
boost::json::array messages(const Explanation& explanation,
                            const boost::json::storage_ptr& storage);

}  // namespace tlswhy::json
