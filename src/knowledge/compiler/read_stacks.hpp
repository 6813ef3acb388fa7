// knowledge/stacks/<id>.toml and stacks.<tag>.toml
#pragma once

#include "knowledge/compiler/context.hpp"

namespace tlswhy::knowledge::compiler {

std::map<std::string, StackModel> read_stacks(const Context& context, const RegistryModel& registry,
                                              const Words& stack_ids);

}  // namespace tlswhy::knowledge::compiler
