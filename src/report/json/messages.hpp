// What a connection said and did, as a ladder shows it, in the contract's form (docs/json.md).
#pragma once

#include "analysis/explanation.hpp"
#include "report/json/writer.hpp"

namespace tlswhy::json {

// Opening, messages, alerts, encrypted records, gaps and closing, in the order of the source.
void messages(const Explanation& explanation, Writer& out);

}  // namespace tlswhy::json
