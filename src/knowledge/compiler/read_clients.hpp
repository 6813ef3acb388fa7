// knowledge/clients/: client profiles, with what they inherit.
#pragma once

#include "knowledge/compiler/context.hpp"

namespace tlswhy::knowledge::compiler {

std::map<std::string, ClientModel> read_clients(const Context& context,
                                                const RegistryModel& registry,
                                                const std::map<std::string, StackModel>& stacks,
                                                const Words& client_ids);

// One profile that stands in `root`; `known` are those that it may inherit from.
ClientModel read_client(const Node& root, const Context& context, const RegistryModel& registry,
                        const std::map<std::string, StackModel>& stacks,
                        const std::map<std::string, ClientModel>& known);

}  // namespace tlswhy::knowledge::compiler
