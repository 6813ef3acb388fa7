// Reads what a client takes, checks, answers and prints: the tables [policy], [path], [answers] and
// [messages], alike in knowledge/stacks/ and knowledge/clients/.
#pragma once

#include "knowledge/compiler/context.hpp"
#include "knowledge/compiler/table_reader.hpp"

namespace tlswhy::knowledge::compiler {

// What is given replaces what stands in `out`, key by key.
void read_behaviour(TableReader& file, const Context& context, const RegistryModel& registry,
                    BehaviourModel& out);

// A list of names of code points; nothing where the key is not there.
std::optional<Codes> read_code_points(TableReader& reader, std::string_view key,
                                      std::string_view what, const CodePoints& points,
                                      Problems& problems);

}  // namespace tlswhy::knowledge::compiler
