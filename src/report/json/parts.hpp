// Members that several documents of the contract have (docs/json.md).
#pragma once

#include <string>

#include "report/json/writer.hpp"
#include "report/judged_report.hpp"
#include "report/wording.hpp"

namespace tlswhy::json {

void tool(Writer& out);  // `schema` and `tool`
// `server`: what it is called in sentences.
void verdict_members(const Judged& judged, const Explanation& verdict, const std::string& server,
                     const Wording& wording, Writer& out);

}  // namespace tlswhy::json
