// Verdicts as text: the whole story of one client, or a table of many.
#pragma once

#include <string>
#include <vector>

#include "report/judged_report.hpp"
#include "report/text/text.hpp"

namespace tlswhy::text {

std::string verdicts(const JudgedReport& report, const TextOptions& options);

}  // namespace tlswhy::text
