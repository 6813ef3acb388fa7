// Which ids and languages the knowledge folder holds, told from its file names alone.
#pragma once

#include "knowledge/compiler/problems.hpp"
#include "knowledge/compiler/source_tree.hpp"

namespace tlswhy::knowledge::compiler {

struct Layout {
  Words cause_ids, product_ids, stack_ids, client_ids;
  Words languages;  // in the order of the vocabulary; English always, and first
};

// A file that has no place in the schema, an unknown language tag and an id that is not lower case
// with hyphens are reported.
Layout scan_layout(const SourceTree& tree, Problems& problems);

}  // namespace tlswhy::knowledge::compiler
