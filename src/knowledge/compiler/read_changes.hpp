// knowledge/changes.toml and changes.<tag>.toml
#pragma once

#include "knowledge/compiler/context.hpp"

namespace tlswhy::knowledge::compiler {

// The ids, needed before any other file is read.
Words read_change_ids(const Documents& documents);

// A change may name only products that have a recipe for it.
std::map<std::string, ChangeModel> read_changes(
    const Context& context, const std::map<std::string, ProductModel>& products);

}  // namespace tlswhy::knowledge::compiler
