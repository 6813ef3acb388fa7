// `tlswhy chain.pem --as ID`: what clients would do with a chain or a server that is described.
#pragma once

#include <string>

#include "app/explain.hpp"
#include "base/result.hpp"

namespace tlswhy {

enum class InputKind { capture, chain, server };
// Told from the content; anything that is nothing else is left to the reader of captures.
InputKind kind_of_input(const std::string& path);

// Prints the verdicts of the clients of `options` (all that are known where none is named); the
// exit code of the contract.
Result<int> judge_chain(const std::string& path, const ExplainOptions& options);
Result<int> judge_server(const std::string& path, const ExplainOptions& options);

}  // namespace tlswhy
