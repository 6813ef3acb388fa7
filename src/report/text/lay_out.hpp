// A report as text: labelled lines in 80 columns, which answer before anybody has to scroll.
#pragma once

#include <string>

#include "report/report.hpp"
#include "report/text/text.hpp"

namespace tlswhy::text {

// The first remedy's steps take what the rest of a screen leaves; what it is not gives way before
// they do. Of the steps, and of the products, the rest is counted and named. With `full` all stands
// there, however long.
std::string lay_out(const Report& report, const TextOptions& options);

}  // namespace tlswhy::text
