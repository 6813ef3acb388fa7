// knowledge/stores: lists.toml and roots.toml.
#pragma once

#include "knowledge/compiler/context.hpp"

namespace tlswhy::knowledge::compiler {

// Each list has a platform, a name, the day of which it is, and where it was read; each root names
// the lists that hold it. A list without a root is reported.
StoresModel read_stores(const Context& context);

}  // namespace tlswhy::knowledge::compiler
