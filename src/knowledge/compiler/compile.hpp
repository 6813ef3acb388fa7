// From the knowledge folder to generated C++.
#pragma once

#include <map>
#include <string>

#include "knowledge/compiler/problems.hpp"
#include "knowledge/compiler/source_tree.hpp"

namespace tlswhy::knowledge::compiler {

using GeneratedFiles = std::map<std::string, std::string>;  // path in the output folder -> text

// Nothing where anything is wrong; `problems` says what.
GeneratedFiles compile(const SourceTree& tree, Problems& problems);

}  // namespace tlswhy::knowledge::compiler
