// `diagnosis` and `remedies` of the contract (docs/json.md).
#pragma once

#include "analysis/explanation.hpp"
#include "report/address.hpp"
#include "report/wording.hpp"

namespace boost::json {
class array;
class storage_ptr;
class value;
}  // namespace boost::json

namespace tlswhy::json {

// null where the connection was established, or opened and not used. All of it lies in `storage`.
boost::json::value diagnosis(const Diagnosis& diagnosis, knowledge::Language language,
                             const Address& address, const boost::json::storage_ptr& storage);
boost::json::array remedies(const Explanation& explanation, const Wording& wording);

}  // namespace tlswhy::json
