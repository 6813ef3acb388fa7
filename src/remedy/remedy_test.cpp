#include "remedy/remedy.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "knowledge/recipe.hpp"

namespace tlswhy {
namespace {

using knowledge::CauseId;

std::vector<Remedy> remedies(CauseId cause, std::string_view product = "") {
  Diagnosis d;
  d.outcome = Outcome::failed;
  d.cause = cause;
  return remedies_for(d, Handshake{}, {}, product);
}

TEST(Remedies, AreRankedFromOne) {
  for (const knowledge::Cause& cause : knowledge::causes()) {
    const auto list = remedies(cause.id);
    for (std::size_t i = 0; i < list.size(); ++i)
      EXPECT_EQ(list[i].rank, static_cast<int>(i) + 1) << cause.name;
  }
}

// What weakens security is tried last, for every cause there is.
TEST(Remedies, NothingThatWeakensComesFirst) {
  for (const knowledge::Cause& cause : knowledge::causes()) {
    const auto list = remedies(cause.id);
    bool weakening = false;
    for (const Remedy& r : list) {
      const bool lowers = r.security == knowledge::Security::lowers;
      EXPECT_FALSE(weakening && !lowers) << cause.name;
      weakening = weakening || lowers;
    }
  }
}

TEST(Remedies, OfAProductAreItsStepsOnly) {
  bool some = false;
  for (const Remedy& r : remedies(CauseId::weak_dh_group, "nginx")) {
    const bool has = std::ranges::any_of(r.steps, [](const ProductSteps& p) {
      return knowledge::product(p.product).name == "nginx";
    });
    if (has) {
      EXPECT_EQ(r.steps.size(), 1U);
    }
    some = some || has;
  }
  EXPECT_TRUE(some);
}

TEST(Remedies, WithoutACauseThereAreNone) {
  EXPECT_TRUE(remedies_for(Diagnosis{}, Handshake{}, {}, "").empty());
}

}  // namespace
}  // namespace tlswhy
