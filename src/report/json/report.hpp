// A report as the contract has it: `report` (docs/json.md).
#pragma once

#include "report/json/writer.hpp"
#include "report/report.hpp"

namespace tlswhy::json {

// Its sections, as the elements of an array.
void sections(const Report& report, Writer& out);

}  // namespace tlswhy::json
