// Reads knowledge/ranking.toml: the order of causes, ending by ending.
#pragma once

#include <vector>

#include "knowledge/compiler/context.hpp"

namespace tlswhy::knowledge::compiler {

// In the order of the file.
std::vector<RankModel> read_ranking(const Context& context);

}  // namespace tlswhy::knowledge::compiler
