#include <fmt/format.h>

#include "knowledge/compiler/cpp_text.hpp"
#include "knowledge/compiler/emit.hpp"
#include "knowledge/compiler/texts.hpp"

namespace tlswhy::knowledge::compiler {
namespace {

std::string remedies(CppArrays& arrays, const CauseModel& cause) {
  Words rows;
  for (const RemedyModel& remedy : cause.remedies) {
    rows.push_back(fmt::format("{{ChangeId::{}, Where::{}, Security::{}}}", cpp_name(remedy.change),
                               remedy.where, remedy.security));
  }
  return arrays.add("CauseRemedy", rows);
}

std::string texts(CppArrays& arrays, const Model& model, const CauseModel& cause) {
  Words rows;
  for (const std::string& language : model.languages) {
    const CauseTextModel& text = said_in(cause.texts, language);
    rows.push_back(fmt::format("{{{}, {}, {}, {}, {}}}", cpp_literal(text.title),
                               cpp_literal(text.verdict), cpp_literal(text.explain),
                               cpp_literal(text.observe), cpp_literal(text.never)));
  }
  return arrays.add("CauseText", rows);
}

}  // namespace

std::string emit_causes(const Model& model) {
  CppArrays arrays("cause");
  Words rows;
  for (const auto& [id, cause] : model.causes) {
    Words row = {"CauseId::" + cpp_name(id),
                 cpp_literal(id),
                 cpp_literal(cause.group),
                 "Refuser::" + cause.refuser,
                 cpp_literal(cause.family),
                 "Judged::" + cause.judged,
                 arrays.enumerators("Basis", cause.basis),
                 arrays.literals(cause.sources),
                 arrays.codes(cause.rfc),
                 arrays.literals(cause.parameters),
                 arrays.enumerators("CauseId", cause.look_alikes),
                 remedies(arrays, cause),
                 texts(arrays, model, cause)};
    rows.push_back("{" + joined(row) + "}");
  }
  return cpp_table("Cause", "causes", arrays, rows);
}

}  // namespace tlswhy::knowledge::compiler
