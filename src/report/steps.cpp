#include "report/steps.hpp"

#include <algorithm>
#include <utility>

#include "knowledge/recipe.hpp"
#include "knowledge/sentence.hpp"

namespace tlswhy {
namespace {

// As recipes write the step that makes a copy of what will be changed.
constexpr std::string_view keeps = "Keep what is there: ";

bool keeps_first(const ProductSteps& steps) {
  if (steps.recipe == nullptr) return false;
  const auto lines = steps.recipe->steps(knowledge::Language{});
  return !lines.empty() && lines.front().starts_with(keeps);
}

std::vector<std::string> lines_of(const ProductSteps& steps, const Diagnosis& diagnosis,
                                  knowledge::Language language) {
  std::vector<std::string> out;
  if (steps.recipe != nullptr) {
    for (const std::string_view pattern : steps.recipe->steps(language)) {
      // A dead line in the middle of steps would be worse than none.
      if (!knowledge::can_be_rendered(pattern, diagnosis.parameters)) continue;
      out.push_back(knowledge::render(pattern, diagnosis.parameters, language));
    }
  }
  const bool second = steps.made_second || keeps_first(steps);
  auto place = out.begin() + (second && !out.empty() ? 1 : 0);
  for (const ProductSteps::Line& line : steps.made) {
    const auto pattern = knowledge::sentence(line.sentence, language);
    place = out.insert(place, knowledge::render(pattern, line.parameters, language)) + 1;
  }
  return out;
}

}  // namespace

std::vector<WordedSteps> steps_of(const Remedy& remedy, const Diagnosis& diagnosis,
                                  knowledge::Language language, std::string_view product) {
  std::vector<WordedSteps> out;
  const auto wanted = [product](knowledge::ProductId id) {
    return knowledge::product(id).name == product;
  };
  for (const ProductSteps& steps : remedy.steps) {
    if (steps.elsewhere && !wanted(steps.product)) continue;
    auto lines = lines_of(steps, diagnosis, language);
    if (!lines.empty()) out.push_back({steps.product, std::move(lines), keeps_first(steps)});
  }
  if (std::ranges::any_of(out, wanted, &WordedSteps::product))
    std::erase_if(out, [&wanted](const WordedSteps& s) { return !wanted(s.product); });
  return out;
}

}  // namespace tlswhy
