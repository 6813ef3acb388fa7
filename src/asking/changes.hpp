// `tlswhy changes --store FILE`: what is new since servers were asked the last time.
#pragma once

#include <string>

#include "app/explain.hpp"

namespace tlswhy {

// Prints it. 20 where a server that was well is not reached any more, or a client would not connect
// any more; else 0.
int print_changes(const std::string& store, const ExplainOptions& how);

}  // namespace tlswhy
