// A report as the contract has it: `report` (docs/json.md).
#pragma once

#include <boost/json/storage_ptr.hpp>

#include "report/report.hpp"

namespace boost::json {
class array;
}

namespace tlswhy::json {

// All of it lies in `storage`.
boost::json::array sections(const Report& report, const boost::json::storage_ptr& storage = {});

}  // namespace tlswhy::json
