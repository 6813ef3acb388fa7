// knowledge/registry/: IANA's CSV snapshots, and our own .toml for what they lack.
#pragma once

#include "knowledge/compiler/context.hpp"

namespace tlswhy::knowledge::compiler {

RegistryModel read_registry(const Context& context);

// The code point of a name, or of `0x1234` where that has none; an unknown name is reported as
// `unknown <what>`.
std::optional<std::uint16_t> code_point(const CodePoints& points, std::string_view what,
                                        const std::string& name, const Place& place,
                                        Problems& problems);

}  // namespace tlswhy::knowledge::compiler
