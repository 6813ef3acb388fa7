// What to change so that a connection succeeds, first form: the remedies that knowledge names for a
// cause, ranked there so that nothing weakens security before something else is tried. Nothing is
// proved here: applicability is `likely` until the model can play the changed handshake.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "diagnosis/diagnosis.hpp"
#include "knowledge/change.hpp"
#include "transcript/handshake.hpp"

namespace tlswhy {

enum class Applicability : std::uint8_t { proved, proved_live, likely, needs_input };

struct ProductSteps {
  knowledge::ProductId product{};
  std::vector<std::string> steps;
};

struct Remedy {
  int rank = 0;  // from 1
  knowledge::ChangeId change{};
  knowledge::Where where{};
  knowledge::Security security{};
  Applicability applicability = Applicability::likely;
  std::vector<ProductSteps> steps;  // how, per product
};

// The remedies of the likeliest cause that could help at all, with steps in `language`; a `product`
// other than "" leaves only its own steps, where it has any.
std::vector<Remedy> remedies_for(const Diagnosis& diagnosis, const Handshake& handshake,
                                 knowledge::Language language, std::string_view product);

std::string_view name_of(Applicability applicability);

}  // namespace tlswhy
