// A report as the contract has it: `report` (docs/json.md).
#pragma once

#include "report/report.hpp"

namespace boost::json {
class array;
class storage_ptr;
}  // namespace boost::json

namespace tlswhy::json {

boost::json::array sections(const Report& report);
// All of it lies in `storage`.
boost::json::array sections(const Report& report, const boost::json::storage_ptr& storage);

}  // namespace tlswhy::json
