#include "report/steps.hpp"

#include <algorithm>
#include <functional>
#include <utility>

#include "knowledge/recipe.hpp"
#include "knowledge/sentence.hpp"

namespace tlswhy {
namespace {

// A dead line in the middle of steps would be worse than none: steps whose placeholders the finding
// cannot fill are left out.
bool complete(const std::string& step) {
  return step.find('{') == std::string::npos || step.find('}') == std::string::npos;
}

std::vector<std::string> lines_of(const ProductSteps& steps, const Diagnosis& diagnosis,
                                  knowledge::Language language) {
  std::vector<std::string> out;
  if (steps.recipe != nullptr) {
    for (const std::string_view pattern : steps.recipe->steps(language)) {
      std::string step = knowledge::render(pattern, diagnosis.parameters, language);
      if (complete(step)) out.push_back(std::move(step));
    }
  }
  auto place = out.begin() + (steps.made_second && !out.empty() ? 1 : 0);
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
  for (const ProductSteps& steps : remedy.steps) {
    auto lines = lines_of(steps, diagnosis, language);
    if (!lines.empty()) out.push_back({steps.product, std::move(lines)});
  }
  const auto wanted = [product](const WordedSteps& steps) {
    return knowledge::product(steps.product).name == product;
  };
  if (std::ranges::any_of(out, wanted)) std::erase_if(out, std::not_fn(wanted));
  return out;
}

}  // namespace tlswhy
