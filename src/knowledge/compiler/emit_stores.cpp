#include <fmt/format.h>

#include "knowledge/compiler/cpp_text.hpp"
#include "knowledge/compiler/emit.hpp"

namespace tlswhy::knowledge::compiler {

std::string emit_stores(const Model& model) {
  Words lists, roots;
  for (const StoreListModel& list : model.stores.lists)
    lists.push_back(fmt::format("{{{}, {}, {}, {}}}", cpp_literal(list.platform),
                                cpp_literal(list.name), cpp_literal(list.as_of),
                                cpp_literal(list.version)));
  for (const StoreRootModel& root : model.stores.roots)
    roots.push_back(fmt::format("{{{}, {}, {:#x}}}", cpp_literal(root.sha256),
                                cpp_literal(root.name), root.lists));
  std::string arrays;
  std::string tables = cpp_rows("ShippedStore", "shipped_stores", lists, arrays);
  tables += cpp_rows("ShippedRoot", "shipped_roots", roots, arrays);
  return cpp_source(arrays, tables);
}

}  // namespace tlswhy::knowledge::compiler
