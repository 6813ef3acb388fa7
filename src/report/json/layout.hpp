// The document of a Finesse layout (docs/json.md): `gadgets` beside servers and verdicts.
#pragma once

#include <string>

#include "knowledge/language.hpp"
#include "report/layout_report.hpp"

namespace tlswhy::json {

// The whole document, on one line.
std::string layout(const LayoutReport& report, knowledge::Language language);

}  // namespace tlswhy::json
