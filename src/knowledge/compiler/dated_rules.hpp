// Version facts: from which release of its library on a rule of a profile holds, so that a profile
// of an older release cannot inherit the rule unnoticed.
#pragma once

#include <string_view>

#include "knowledge/compiler/model.hpp"
#include "knowledge/compiler/table_reader.hpp"

namespace tlswhy::knowledge::compiler {

// The document gives the rule, named as "table.key".
bool gives(const Node& root, std::string_view rule);

// `release` and [since] of the document; `out` holds what was inherited. A rule that is inherited
// and holds only since a later release than the document's own is added to `problems`.
void read_dated_rules(TableReader& reader, const Node& root, Problems& problems, DatedRules& out);

// Those of a stack in place of the inherited ones of all tables but [hello].
void take_stack_rules(const DatedRules& stack, DatedRules& out);

}  // namespace tlswhy::knowledge::compiler
