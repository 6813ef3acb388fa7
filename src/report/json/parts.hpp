// Objects that several documents of the contract have (docs/json.md).
#pragma once

#include "report/judged_report.hpp"
#include "report/wording.hpp"

namespace boost::json {
class object;
}

namespace tlswhy::json {

boost::json::object tool();  // `schema` and `tool`
// `server`: what it is called in sentences.
boost::json::object verdict_object(const Judged& judged, const Explanation& verdict,
                                   const std::string& server, const Wording& wording);

}  // namespace tlswhy::json
