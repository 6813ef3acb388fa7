// `tlswhy chains.ndjson --as ID`: many chains, one a line, judged in one go.
#pragma once

#include <string>

#include "app/explain.hpp"
#include "base/result.hpp"

namespace tlswhy {

// `path`: a file or a pipe, "-" is the standard input. Prints a verdict a line for each chain and
// client, and goes on after a line that cannot be read; the exit code of the contract. Fails where
// the input cannot be read at all.
Result<int> judge_list(const std::string& path, const ExplainOptions& options);

}  // namespace tlswhy
