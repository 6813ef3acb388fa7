// Verdicts as text: the whole story of one client, or a table of many.
#pragma once

#include <string>
#include <vector>

#include "report/text/text.hpp"
#include "report/verdict.hpp"

namespace tlswhy::text {

std::string verdicts(const Question& question, const std::vector<Verdict>& verdicts,
                     const TextOptions& options);

}  // namespace tlswhy::text
