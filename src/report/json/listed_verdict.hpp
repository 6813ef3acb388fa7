// A line of the answer to a list of chains (docs/json.md, "A list of chains").
#pragma once

#include <cstddef>
#include <string>

#include "analysis/explanation.hpp"

namespace tlswhy::json {

// What one client would do with the chain that its line calls `id`.
std::string listed_verdict(const std::string& id, const Explanation& verdict);
// Line number `line`, from 1, could not be read.
std::string unreadable_line(const std::string& id, std::size_t line, const std::string& error);

}  // namespace tlswhy::json
