// Objects that several documents of the contract have (docs/json.md).
#pragma once

#include "report/judged_report.hpp"
#include "report/wording.hpp"

namespace boost::json {
class object;
}

namespace tlswhy::json {

boost::json::object tool();  // `schema` and `tool`
boost::json::object verdict_object(const Explanation& verdict, const Wording& wording);

}  // namespace tlswhy::json
