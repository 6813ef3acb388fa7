// The knowledge folder as texts in memory, so that everything after it is a pure function.
#pragma once

#include <filesystem>
#include <map>
#include <string>

#include "base/result.hpp"

namespace tlswhy::knowledge::compiler {

using SourceTree = std::map<std::string, std::string>;  // path relative to the folder -> text

// Every .toml and .csv below `folder`. Hidden files, backups (~) and README.md are left out;
// any other file is an error, because it would be ignored silently.
Result<SourceTree> read_source_tree(const std::filesystem::path& folder);

}  // namespace tlswhy::knowledge::compiler
