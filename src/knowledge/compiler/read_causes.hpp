// knowledge/causes/<id>/cause.toml and text.<tag>.toml
#pragma once

#include "knowledge/compiler/context.hpp"

namespace tlswhy::knowledge::compiler {

std::map<std::string, CauseModel> read_causes(const Context& context);

}  // namespace tlswhy::knowledge::compiler
