#include <fmt/format.h>

#include "knowledge/compiler/cpp_text.hpp"
#include "knowledge/compiler/emit.hpp"

namespace tlswhy::knowledge::compiler {

std::string emit_refusals(const Model& model) {
  CppArrays alerts("alerts");
  Words rows;
  for (const RefusalModel& one : model.refusals)
    rows.push_back(fmt::format("{{ClientCertificateFault::{}, {}}}", cpp_name(one.fault),
                               alerts.codes(one.alerts)));
  return cpp_table("Refusal", "refusals", alerts, rows);
}

}  // namespace tlswhy::knowledge::compiler
