// `diagnosis` and `remedies` of the contract (docs/json.md).
#pragma once

#include "analysis/explanation.hpp"
#include "report/address.hpp"
#include "report/json/writer.hpp"
#include "report/wording.hpp"

namespace tlswhy::json {

// null where the connection was established, or opened and not used.
void diagnosis(const Diagnosis& diagnosis, knowledge::Language language, const Address& address,
               Writer& out);
void remedies(const Explanation& explanation, const Wording& wording, Writer& out);

}  // namespace tlswhy::json
