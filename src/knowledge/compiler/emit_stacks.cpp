#include <fmt/format.h>

#include "knowledge/compiler/cpp_text.hpp"
#include "knowledge/compiler/emit.hpp"
#include "knowledge/compiler/fields.hpp"
#include "knowledge/compiler/texts.hpp"

namespace tlswhy::knowledge::compiler {
namespace {

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
  if (stack.scsv) out.add("scsv", fmt::format("ScsvPlace::{}", cpp_name(*stack.scsv)));
  out.add("grease", stack.hello_truths);
  out.add("tls13", stack.hello_truths);
  return out.text();
}

std::string habits(const StackModel& stack) {
  Fields out;
  for (const char* key : habit_keys) out.add(key, stack.habits);
  if (stack.made_stricter_by)
    out.add("made_stricter_by", fmt::format("CauseId::{}", cpp_name(*stack.made_stricter_by)));
  return out.text();
}

}  // namespace

std::string emit_policy(const BehaviourModel& behaviour) {
  Fields out;
  for (const char* key : {"minimum_dh_bits", "maximum_dh_bits"}) out.add(key, behaviour.limits);
  out.add("verifies_md5_sha1", behaviour.truths);
  out.add_word("judges", "Judges", behaviour.words);
  out.add("programs_judge_late", behaviour.truths);
  out.add_word("tries_addresses", "AddressUse", behaviour.words);
  out.add("alert_clear_in_tls13", behaviour.truths);
  return out.text();
}

std::string emit_answers(CppArrays& arrays,
                         const std::map<std::string, std::vector<AnswerModel>>& answers) {
  Words rows;
  for (const auto& [cause, list_of] : answers) {
    Words items;
    for (const AnswerModel& answer : list_of) {
      items.push_back(fmt::format("{{Answer::Kind::{}, {}}}", answer.kind, answer.alert));
    }
    rows.push_back(
        fmt::format("{{CauseId::{}, {}}}", cpp_name(cause), arrays.add("Answer", items)));
  }
  return arrays.add("StackAnswers", rows);
}

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
                 emit_policy(stack.behaviour),
                 habits(stack),
                 emit_answers(arrays, stack.behaviour.answers)};
    rows.push_back("{" + joined(row) + "}");
  }
  return cpp_table("Stack", "stacks", arrays, rows);
}

}  // namespace tlswhy::knowledge::compiler
