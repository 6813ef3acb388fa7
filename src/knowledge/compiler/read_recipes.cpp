#include "knowledge/compiler/read_recipes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "knowledge/compiler/table_reader.hpp"
#include "knowledge/compiler/text_rules.hpp"
#include "knowledge/compiler/vocabulary.hpp"

namespace tlswhy::knowledge::compiler {
namespace {

constexpr std::size_t longest_step = 200;  // characters
// What stands in recipes/<product>.toml beside its recipes.
constexpr std::array<std::string_view, 5> keys_of_product = {"title", "family", "services", "words",
                                                             "programs"};
constexpr std::string_view as_in_english = "=";  // a translated step: the English one, a command

struct Steps {
  Words lines;
  Words parameters;
};

// The steps of a translation stand one for one for the English ones, which may be null.
Steps read_steps(const Context& context, const Node& node, const Words* english) {
  Steps out;
  TableReader reader(node, context.problems);
  std::string all;
  auto steps = reader.texts("steps", Need::required);
  if (english != nullptr && steps.size() != english->size()) {
    context.problems.add(node.place,
                         fmt::format("{} steps, and {} in English", steps.size(), english->size()));
    english = nullptr;
  }
  for (std::size_t i = 0; i < steps.size(); ++i) {
    if (english != nullptr && steps[i].text == as_in_english) steps[i].text = (*english)[i];
    const Word& step = steps[i];
    check_sentence(step, context.problems);
    check_placeholders(step, vocabulary().step_parameters, context.problems);
    if (const std::size_t length = characters(step.text); length > longest_step) {
      context.problems.add(
          step.place, fmt::format("a step of {} characters; at most {} fit", length, longest_step));
    }
    out.lines.push_back(step.text);
    all += step.text + '\n';
  }
  out.parameters = placeholders(all);
  reader.finish();
  return out;
}

// The language-neutral half: title of the product, sources of its recipes.
ProductModel read_product(const Context& context, const Node& root) {
  ProductModel out;
  TableReader reader(root, context.problems);
  if (const auto title = reader.text("title", Need::required)) {
    check_title(*title, longest_title, context.problems);
    out.titles["en"] = title->text;
  }
  if (const auto family = reader.word("family", "family", vocabulary().families, Need::optional))
    out.family = family->text;
  for (const Word& service :
       reader.words("services", "service", vocabulary().services, Need::optional))
    out.services.push_back(service.text);
  for (const Word& words : reader.texts("words", Need::optional)) out.words.push_back(words.text);
  for (const Word& program : reader.texts("programs", Need::optional))
    out.programs.push_back(program.text);
  for (const Member& member : members(root, context.problems)) {
    if (std::ranges::find(keys_of_product, member.key) != keys_of_product.end()) continue;
    if (!contains(context.change_ids, member.key)) {
      context.problems.unknown(member.place, "change", member.key, context.change_ids);
      continue;
    }
    TableReader recipe(member.node, context.problems);
    for (const Word& source : recipe.texts("source", Need::required)) {
      out.recipes[member.key].sources.push_back(source.text);
    }
    out.recipes[member.key];
    recipe.finish();
  }
  return out;
}

void read_language(const Context& context, const std::string& path, const std::string& language,
                   ProductModel& product, std::map<std::string, Words>& english) {
  const Node& root = context.document(path);
  for (const Member& member : members(root, context.problems)) {
    if (language != "en" && member.key == "title") {
      if (const std::string* title = member.node.as<std::string>()) {
        check_title({*title, member.node.place}, longest_title, context.problems);
        product.titles[language] = *title;
      }
      continue;
    }
    const auto recipe = product.recipes.find(member.key);
    if (recipe == product.recipes.end()) {
      context.problems.unknown(member.place, "recipe", member.key, keys_of(product.recipes));
      continue;
    }
    const auto original = recipe->second.steps.find("en");
    const bool translated = language != "en" && original != recipe->second.steps.end();
    Steps steps = read_steps(context, member.node, translated ? &original->second : nullptr);
    if (language == "en") {
      english[member.key] = steps.parameters;
    } else if (english.contains(member.key)) {
      check_same_placeholders(english[member.key], steps.parameters, member.place,
                              context.problems);
    }
    recipe->second.steps[language] = std::move(steps.lines);
  }
}

}  // namespace

std::map<std::string, ProductModel> read_products(const Context& context) {
  std::map<std::string, ProductModel> out;
  for (const std::string& id : context.product_ids) {
    const std::string path = fmt::format("recipes/{}.toml", id);
    ProductModel& product = out[id];
    if (!context.tree.contains(path)) {
      context.problems.add({.file = path}, "missing file");
      continue;
    }
    product = read_product(context, context.document(path));
    std::map<std::string, Words> english;
    for (const std::string& language : context.languages) {
      const std::string texts = fmt::format("recipes/{}.{}.toml", id, language);
      if (context.tree.contains(texts)) read_language(context, texts, language, product, english);
    }
    for (const auto& [change, recipe] : product.recipes) {
      if (recipe.steps.contains("en")) continue;
      context.problems.add({.file = fmt::format("recipes/{}.en.toml", id)},
                           fmt::format("missing English steps of \"{}\"", change));
    }
  }
  return out;
}

}  // namespace tlswhy::knowledge::compiler
