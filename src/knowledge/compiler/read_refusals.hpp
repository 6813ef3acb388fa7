// knowledge/refusals.toml.
#pragma once

#include "knowledge/compiler/context.hpp"

namespace tlswhy::knowledge::compiler {

// Of each library the alerts that it answers each fault with, and where these were read.
std::vector<RefusalModel> read_refusals(const Context& context, const RegistryModel& registry);

}  // namespace tlswhy::knowledge::compiler
