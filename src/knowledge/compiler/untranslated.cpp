#include "knowledge/compiler/untranslated.hpp"

#include <fmt/format.h>

#include "knowledge/compiler/vocabulary.hpp"

namespace tlswhy::knowledge::compiler {

Words untranslated(const Model& model, const std::string& language) {
  Words out;
  const auto add = [&out, &language](const auto& texts, std::string place) {
    if (!texts.contains(language)) out.push_back(std::move(place));
  };
  for (const auto& [id, sentence] : model.sentences) add(sentence.texts, "sentence " + id);
  for (const auto& [id, cause] : model.causes) add(cause.texts, "cause " + id);
  for (const auto& [id, change] : model.changes) add(change.titles, "change " + id);
  for (const auto& [id, product] : model.products) {
    add(product.titles, "product " + id);
    for (const auto& [change, recipe] : product.recipes)
      add(recipe.steps, fmt::format("recipe {} {}", id, change));
  }
  for (const auto& [id, stack] : model.stacks) add(stack.titles, "stack " + id);
  for (const auto& [id, client] : model.clients) add(client.titles, "client " + id);
  return out;
}

std::string list_untranslated(const Model& model) {
  std::string out;
  for (const std::string& language : vocabulary().languages) {
    for (const std::string& place : untranslated(model, language))
      out += fmt::format("{} {}\n", language, place);
  }
  return out;
}

}  // namespace tlswhy::knowledge::compiler
