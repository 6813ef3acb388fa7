// knowledge/recipes/<product>.toml and <product>.<tag>.toml
#pragma once

#include "knowledge/compiler/context.hpp"

namespace tlswhy::knowledge::compiler {

std::map<std::string, ProductModel> read_products(const Context& context);

}  // namespace tlswhy::knowledge::compiler
