// knowledge/statements.toml and knowledge/messages/*.toml.
#pragma once

#include "knowledge/compiler/context.hpp"

namespace tlswhy::knowledge::compiler {

// What `messages/*.toml` say is checked against the statements; alerts are named by the registry.
StatementsModel read_statements(const Context& context, const RegistryModel& registry);

}  // namespace tlswhy::knowledge::compiler
