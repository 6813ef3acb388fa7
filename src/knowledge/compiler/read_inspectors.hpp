// knowledge/inspectors.toml.
#pragma once

#include "knowledge/compiler/context.hpp"

namespace tlswhy::knowledge::compiler {

// Each with a product, the names that its issuers have, and where these were read.
std::vector<InspectorModel> read_inspectors(const Context& context);

}  // namespace tlswhy::knowledge::compiler
