// A report as Markdown for a ticket (CommonMark): labels in bold, lines as items, steps as blocks
// that can be copied.
#pragma once

#include <string>
#include <string_view>

#include "report/report.hpp"
#include "report/wording.hpp"

namespace tlswhy::markdown {

// Text that reads as it is written: nothing in it is markup, whoever sent it.
std::string escaped(std::string_view text);

// The steps of the first product, with `full` those of all, each whole.
std::string lay_out(const Report& report, const Wording& wording);

}  // namespace tlswhy::markdown
