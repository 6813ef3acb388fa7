// Designated initialisers of a generated row; a key that is not given is left out, so that the
// type's own default holds.
#pragma once

#include <fmt/format.h>

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "knowledge/compiler/cpp_text.hpp"

namespace tlswhy::knowledge::compiler {

class Fields {
 public:
  void add(std::string_view field, const std::string& value) {
    fields_.push_back(fmt::format(".{} = {}", field, value));
  }
  // The entry `before` + field of a map.
  template <class T>
  void add(std::string_view field, const std::map<std::string, T>& values,
           std::string_view before = {}) {
    const auto found = values.find(fmt::format("{}{}", before, field));
    if (found != values.end()) add(field, fmt::format("{}", found->second));
  }
  // An enumerator of `type`, from a word.
  void add_word(std::string_view field, std::string_view type,
                const std::map<std::string, std::string>& words) {
    const auto found = words.find(std::string(field));
    if (found != words.end()) add(field, fmt::format("{}::{}", type, cpp_name(found->second)));
  }
  [[nodiscard]] std::string text() const { return "{" + joined(fields_) + "}"; }

 private:
  Words fields_;
};

// What stacks and clients have in common: `policy` and `answers` of knowledge/stack.hpp.
std::string emit_policy(const BehaviourModel& behaviour);
std::string emit_answers(CppArrays& arrays,
                         const std::map<std::string, std::vector<AnswerModel>>& answers);

}  // namespace tlswhy::knowledge::compiler
