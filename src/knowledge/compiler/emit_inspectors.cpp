#include <fmt/format.h>

#include "knowledge/compiler/cpp_text.hpp"
#include "knowledge/compiler/emit.hpp"

namespace tlswhy::knowledge::compiler {

std::string emit_inspectors(const Model& model) {
  CppArrays names("issuers");
  Words rows;
  for (const InspectorModel& one : model.inspectors)
    rows.push_back(
        fmt::format("{{{}, {}}}", cpp_literal(one.product), names.literals(one.issuers)));
  return cpp_table("Inspector", "inspectors", names, rows);
}

}  // namespace tlswhy::knowledge::compiler
