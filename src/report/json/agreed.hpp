// What a connection agreed on, who its client is, and which alerts came (docs/json.md).
#pragma once

#include "analysis/explanation.hpp"
#include "report/json/fingerprints.hpp"
#include "report/json/writer.hpp"
#include "report/wording.hpp"

namespace tlswhy::json {

// As members of the object of a connection.
void agreed(const Explanation& explanation, const Wording& wording, Fingerprints& fingerprints,
            Writer& out);

}  // namespace tlswhy::json
