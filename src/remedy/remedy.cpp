#include "remedy/remedy.hpp"

#include <algorithm>

#include "knowledge/cause.hpp"
#include "knowledge/recipe.hpp"
#include "knowledge/sentence.hpp"
#include "remedy/applicable.hpp"

namespace tlswhy {
namespace {

// A dead line in the middle of steps would be worse than none: steps whose placeholders the finding
// cannot fill are left out.
bool complete(const std::string& step) {
  return step.find('{') == std::string::npos || step.find('}') == std::string::npos;
}

std::vector<ProductSteps> steps_of(const knowledge::Change& change, const Diagnosis& diagnosis,
                                   knowledge::Language language, std::string_view product) {
  std::vector<ProductSteps> out;
  for (const knowledge::ProductId id : change.products) {
    const knowledge::Recipe* recipe = knowledge::recipe(id, change.id);
    if (recipe == nullptr || (!product.empty() && knowledge::product(id).name != product)) continue;
    ProductSteps steps{id, {}};
    for (const std::string_view pattern : recipe->steps(language)) {
      std::string step = knowledge::render(pattern, diagnosis.parameters);
      if (complete(step)) steps.steps.push_back(std::move(step));
    }
    if (!steps.steps.empty()) out.push_back(std::move(steps));
  }
  return out;
}

}  // namespace

std::vector<Remedy> remedies_for(const Diagnosis& diagnosis, const Handshake& handshake,
                                 knowledge::Language language, std::string_view product) {
  std::vector<Remedy> out;
  if (!diagnosis.cause) return out;
  for (const knowledge::CauseRemedy& known : knowledge::cause(*diagnosis.cause).remedies) {
    if (!could_help(known.change, handshake, diagnosis.client)) continue;
    Remedy remedy;
    remedy.rank = static_cast<int>(out.size()) + 1;
    remedy.change = known.change;
    remedy.where = known.where;
    remedy.security = known.security;
    remedy.steps = steps_of(knowledge::change(known.change), diagnosis, language, product);
    if (remedy.steps.empty() && !product.empty()) {
      remedy.steps = steps_of(knowledge::change(known.change), diagnosis, language, {});
    }
    out.push_back(std::move(remedy));
  }
  return out;
}

std::string_view name_of(Applicability applicability) {
  switch (applicability) {
    case Applicability::proved: return "proved";
    case Applicability::proved_live: return "proved_live";
    case Applicability::likely: return "likely";
    case Applicability::needs_input: return "needs_input";
  }
  return "likely";
}

}  // namespace tlswhy
