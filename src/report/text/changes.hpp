// What is new since servers were asked the last time, as text.
#pragma once

#include <string>

#include "analysis/run_changes.hpp"
#include "report/text/text.hpp"

namespace tlswhy::text {

std::string changes(const RunChanges& run, const TextOptions& options);

}  // namespace tlswhy::text
