// What a connection agreed on, who its client is, and which alerts came (docs/json.md).
#pragma once

#include "analysis/explanation.hpp"
#include "report/json/fingerprints.hpp"
#include "report/json/values.hpp"
#include "report/wording.hpp"

namespace tlswhy::json {

// Members of the object of a connection. All of it lies in `storage`.
boost::json::object agreed(const Explanation& explanation, const Wording& wording,
                           Fingerprints& fingerprints, const boost::json::storage_ptr& storage);

}  // namespace tlswhy::json
