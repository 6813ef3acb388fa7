// `tlswhy LAYOUT.xml`: which gadgets of a Finesse desktop will load.
#pragma once

#include <string>

#include "asking/probe.hpp"

namespace tlswhy {

// Asks every server that gadgets come from, judges it as Finesse (or as the clients of `how`) meets
// it, fetches the gadgets where it would connect, and prints which of them will load; the exit code
// of the contract.
int check_layout(const std::string& path, const ProbeOptions& options, ExplainOptions how);

}  // namespace tlswhy
