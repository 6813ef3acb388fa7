#include <fmt/format.h>

#include "knowledge/compiler/cpp_text.hpp"
#include "knowledge/compiler/emit.hpp"
#include "knowledge/compiler/texts.hpp"

namespace tlswhy::knowledge::compiler {
namespace {

// Designated initialisers of the fields that are given.
class Fields {
 public:
  void add(std::string_view field, const std::string& value) {
    fields_.push_back(fmt::format(".{} = {}", field, value));
  }
  template <class T>
  void add(std::string_view field, const std::map<std::string, T>& values) {
    const auto found = values.find(std::string(field));
    add(field, found == values.end() ? "{}" : fmt::format("{}", found->second));
  }
  void add(std::string_view field, std::string_view type, const std::optional<std::string>& word) {
    add(field, word ? fmt::format("{}::{}", type, cpp_name(*word)) : "{}");
  }
  [[nodiscard]] std::string text() const { return "{" + joined(fields_) + "}"; }

 private:
  Words fields_;
};

std::string list(CppArrays& arrays, const StackModel& stack, const char* key) {
  const auto found = stack.hello_lists.find(key);
  return found == stack.hello_lists.end() ? "{}" : arrays.codes(found->second);
}

std::string hello(CppArrays& arrays, const StackModel& stack) {
  Fields out;
  for (const char* key :
       {"extension_order", "has_extensions", "lacks_extensions", "suites_have", "suites_lack"}) {
    out.add(key, list(arrays, stack, key));
  }
  for (const char* key : {"suites_begin", "schemes_have", "schemes_lack"}) {
    out.add(key, list(arrays, stack, key));
  }
  out.add("scsv", "ScsvPlace", stack.scsv);
  out.add("grease", stack.truths);
  out.add("tls13", stack.truths);
  return out.text();
}

std::string policy(const StackModel& stack) {
  Fields out;
  for (const char* key : {"minimum_dh_bits", "maximum_dh_bits", "minimum_rsa_bits"}) {
    out.add(key, stack.limits);
  }
  out.add("verifies_pss", stack.truths);
  out.add("checks_name", stack.truths);
  out.add("judges", "Judges", stack.judges);
  out.add("alert_clear_in_tls13", stack.truths);
  return out.text();
}

std::string answers(CppArrays& arrays, const StackModel& stack) {
  Words rows;
  for (const auto& [cause, list_of] : stack.answers) {
    Words items;
    for (const AnswerModel& answer : list_of) {
      items.push_back(fmt::format("{{Answer::Kind::{}, {}}}", answer.kind, answer.alert));
    }
    rows.push_back(
        fmt::format("{{CauseId::{}, {}}}", cpp_name(cause), arrays.add("Answer", items)));
  }
  return arrays.add("StackAnswers", rows);
}

}  // namespace

std::string emit_stacks(const Model& model) {
  CppArrays arrays("stack");
  Words rows;
  for (const auto& [id, stack] : model.stacks) {
    Words row = {"StackId::" + cpp_name(id),
                 cpp_literal(id),
                 cpp_literal(stack.family),
                 arrays.literals(stack.sources),
                 in_every_language(arrays, model, stack.titles),
                 hello(arrays, stack),
                 policy(stack),
                 answers(arrays, stack)};
    rows.push_back("{" + joined(row) + "}");
  }
  return cpp_table("Stack", "stacks", arrays, rows);
}

}  // namespace tlswhy::knowledge::compiler
