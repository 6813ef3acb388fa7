// `diagnosis` and `remedies` of the contract (docs/json.md).
#pragma once

#include "analysis/explanation.hpp"
#include "report/address.hpp"
#include "report/wording.hpp"

namespace boost::json {
class array;
class value;
}  // namespace boost::json

namespace tlswhy::json {

// null where the connection was established, or opened and not used.
boost::json::value diagnosis(const Diagnosis& diagnosis, knowledge::Language language,
                             const Address& address = {});
boost::json::array remedies(const Explanation& explanation, const Wording& wording);

}  // namespace tlswhy::json
