// How a change is made on a product, in words.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "diagnosis/diagnosis.hpp"
#include "knowledge/language.hpp"
#include "remedy/remedy.hpp"

namespace tlswhy {

struct WordedSteps {
  knowledge::ProductId product{};
  std::vector<std::string> lines;
  bool keeps_first = false;  // the first line makes a copy of what the others change
};

// The steps of a remedy of `diagnosis`, product by product, but for products that are not there
// (ServerThere). A `product` other than "" leaves only its own, where it has any.
std::vector<WordedSteps> steps_of(const Remedy& remedy, const Diagnosis& diagnosis,
                                  knowledge::Language language, std::string_view product);

}  // namespace tlswhy
