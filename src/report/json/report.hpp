// A report as the contract has it: `report` (docs/json.md).
#pragma once

#include "report/report.hpp"

namespace boost::json {
class array;
}

namespace tlswhy::json {

boost::json::array sections(const Report& report);

}  // namespace tlswhy::json
