#include "report/steps.hpp"

#include <gtest/gtest.h>

#include "knowledge/ids/causes.hpp"
#include "knowledge/ids/changes.hpp"
#include "knowledge/ids/products.hpp"
#include "knowledge/ids/sentences.hpp"
#include "knowledge/recipe.hpp"
#include "remedy/server_there.hpp"

namespace tlswhy {
namespace {

using knowledge::CauseId;

Diagnosis weak_group() {
  Diagnosis d;
  d.outcome = Outcome::failed;
  d.cause = CauseId::weak_dh_group;
  return d;
}

TEST(Steps, OfAProductAreItsOwnWhereItHasAny) {
  const Diagnosis d = weak_group();
  bool some = false;
  for (const Remedy& r : remedies_for(d, Handshake{}, {})) {
    const auto all = steps_of(r, d, {}, "");
    const auto some_product = steps_of(r, d, {}, "nginx");
    const bool has =
        some_product.size() == 1 && knowledge::product(some_product[0].product).name == "nginx";
    if (!has) {
      EXPECT_EQ(some_product.size(), all.size());
    }
    some = some || (has && all.size() > 1);
  }
  EXPECT_TRUE(some);
}

TEST(Steps, ThoseThatTheFindingCannotFillAreLeftOut) {
  for (const knowledge::Cause& cause : knowledge::causes()) {
    Diagnosis d;
    d.cause = cause.id;
    for (const Remedy& r : remedies_for(d, Handshake{}, {})) {
      for (const WordedSteps& steps : steps_of(r, d, {}, "")) {
        EXPECT_FALSE(steps.lines.empty());
        for (const std::string& line : steps.lines)
          EXPECT_TRUE(knowledge::can_be_rendered(line, {})) << line;
      }
    }
  }
}

TEST(Steps, WhatWasMadeForOneServerStandsInItsPlace) {
  const ProductSteps::Line made{sentence::steps_suites_no_room, {{"count", "3"}}};
  Remedy r;
  r.steps = {{.recipe = knowledge::recipe(knowledge::ProductId::schannel,
                                          knowledge::ChangeId::prefer_ecdhe),
              .product = knowledge::ProductId::schannel,
              .made = {made}}};
  const std::string line =
      knowledge::render(knowledge::sentence(made.sentence, {}), made.parameters, {});
  EXPECT_EQ(steps_of(r, weak_group(), {}, "").at(0).lines.at(0), line);
  r.steps[0].made_second = true;
  EXPECT_EQ(steps_of(r, weak_group(), {}, "").at(0).lines.at(1), line);
}

TEST(Steps, ACopyIsMadeBeforeWhatWasMadeForOneServer) {
  const ProductSteps::Line made{sentence::steps_suites_nginx, {{"suites", "A:B"}}};
  Remedy r;
  r.steps = {
      {.recipe = knowledge::recipe(knowledge::ProductId::nginx, knowledge::ChangeId::prefer_ecdhe),
       .product = knowledge::ProductId::nginx,
       .made = {made}}};
  const WordedSteps steps = steps_of(r, weak_group(), {}, "").at(0);
  EXPECT_TRUE(steps.keeps_first);
  EXPECT_EQ(steps.lines.at(0).find("Keep what is there: cp "), 0U);
  EXPECT_NE(steps.lines.at(1).find("A:B"), std::string::npos);
}

}  // namespace
}  // namespace tlswhy
