// A Finesse layout in words: which gadgets will load, which will not, why, and who must change
// what.
#pragma once

#include "report/layout_report.hpp"
#include "report/report.hpp"
#include "report/wording.hpp"

namespace tlswhy {

Report gadgets_report(const LayoutReport& layout, const Wording& wording);

}  // namespace tlswhy
