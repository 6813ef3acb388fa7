// The document of a Finesse layout (docs/json.md): `gadgets` beside servers and verdicts.
#pragma once

#include <string>

#include "report/layout_report.hpp"
#include "report/wording.hpp"

namespace tlswhy::json {

// The whole document, on one line.
std::string layout(const LayoutReport& report, const Wording& wording);

}  // namespace tlswhy::json
