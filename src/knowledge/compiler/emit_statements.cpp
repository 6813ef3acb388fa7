#include <fmt/format.h>

#include <algorithm>

#include "knowledge/compiler/cpp_text.hpp"
#include "knowledge/compiler/emit.hpp"

namespace tlswhy::knowledge::compiler {
std::string emit_statements(const Model& model) {
  const StatementsModel& all = model.statements;
  CppArrays causes("statement");
  Words statements, messages, marks;
  for (const StatementModel& s : all.statements) {
    Words row = {cpp_literal(s.name), "Weight::" + s.weight, "StatedRefuser::" + s.refuser,
                 "Speaker::" + s.usual};
    for (const char* key : statement_cause_keys)
      row.push_back(causes.enumerators("CauseId", s.causes.at(key)));
    row.push_back("Sure::" + s.sure_client);
    row.push_back("Sure::" + s.sure_server);
    row.push_back("Statement::After::" + s.after_established);
    row.emplace_back(s.alone ? "true" : "false");
    statements.push_back("{" + joined(row) + "}");
  }
  for (const MessageModel& m : all.messages) {
    const auto at = std::ranges::find(all.statements, m.statement, &StatementModel::name);
    messages.push_back(fmt::format("{{{}, {}, {}, {}, Speaker::{}, {}}}", cpp_literal(m.text),
                                   at - all.statements.begin(), cpp_literal(m.family),
                                   cpp_literal(m.library), m.by, m.heard));
  }
  for (const ProgramMarkModel& m : all.marks)
    marks.push_back(
        fmt::format("{{{}, {}, Speaker::{}}}", cpp_literal(m.text), cpp_literal(m.program), m.by));
  Words other_matters;
  for (const std::string& text : all.other_matters) other_matters.push_back(cpp_literal(text));
  std::string arrays = causes.definitions();
  std::string tables = cpp_rows("Statement", "statements", statements, arrays);
  tables += cpp_rows("Message", "messages", messages, arrays);
  tables += cpp_rows("ProgramMark", "program_marks", marks, arrays);
  tables += cpp_rows("std::string_view", "other_matters", other_matters, arrays);
  return cpp_source(arrays, tables);
}

}  // namespace tlswhy::knowledge::compiler
