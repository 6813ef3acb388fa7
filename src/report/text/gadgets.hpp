// A Finesse layout as text: which gadgets will load, which will not, why, and who must change what.
#pragma once

#include <string>

#include "report/layout_report.hpp"
#include "report/text/text.hpp"

namespace tlswhy::text {

std::string gadgets(const LayoutReport& report, const TextOptions& options);

}  // namespace tlswhy::text
