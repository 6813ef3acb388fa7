#include "sources/probe/preference.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace tlswhy {
namespace {

// Three suites for an RSA key that differ in nothing else.
constexpr CipherSuite a{0xc02f}, b{0xc030}, c{0xc013}, stranger{0xc014};
using Suites = std::vector<CipherSuite>;

// A hello with these suites, of which the server took one.
Asked asked(const Suites& offered, CipherSuite chosen) {
  return {{offered, {NamedGroup{29}, NamedGroup{23}}, {}}, Choice{chosen, NamedGroup{29}, {}}};
}
Found found() {
  Found out;
  out.cipher_suites = {c, b, a};
  out.groups = {NamedGroup{29}, NamedGroup{23}};
  return out;
}

TEST(Preference, EachChoiceGoesBeforeAllElseThatWasOffered) {
  const Found all = found();
  const std::vector<Asked> choices = {asked({b, a, c}, a), asked({c, b}, b)};
  const Preference known(choices, all);
  EXPECT_EQ(known.order(), (Suites{a, b, c}));
  EXPECT_FALSE(known.client_order_explains());
  EXPECT_FALSE(known.contradictory());
  EXPECT_TRUE(known.tie().empty());
}

TEST(Preference, TheFirstThatWasOfferedEachTimeIsTheClientsOrder) {
  const Found all = found();
  const std::vector<Asked> choices = {asked({b, a, c}, b), asked({c, a}, c)};
  EXPECT_TRUE(Preference(choices, all).client_order_explains());
}

TEST(Preference, NamesWhatIsStillOpen) {
  const Found all = found();
  const std::vector<Asked> choices = {asked({b, c}, b)};
  Suites tie = Preference(choices, all).tie();
  std::ranges::sort(tie);
  EXPECT_EQ(tie, (Suites{a, b}));
}

TEST(Preference, OppositeChoicesContradict) {
  const Found all = found();
  const std::vector<Asked> choices = {asked({a, b}, a), asked({a, b}, b)};
  EXPECT_TRUE(Preference(choices, all).contradictory());
}

TEST(Preference, ASuiteThatWasNotFoundSaysNothing) {
  const Found all = found();
  const std::vector<Asked> choices = {asked({stranger, a, b, c}, a), asked({b, c}, b)};
  const Preference known(choices, all);
  EXPECT_EQ(known.order(), (Suites{a, b, c}));
  EXPECT_TRUE(known.client_order_explains());
}

// The other suite could not be had with what was offered: it fell, and was not less liked.
TEST(Preference, WhatCouldNotBeChosenIsNotCompared) {
  const Found all = found();
  Asked without_groups = asked({CipherSuite{0xc02f}, CipherSuite{0xc030}}, a);
  without_groups.offering.groups = {NamedGroup{30}};
  const std::vector<Asked> choices = {without_groups, asked({a, b}, b)};
  EXPECT_FALSE(Preference(choices, all).contradictory());
}

TEST(Preference, WhoseOrderOfGroups) {
  const Found all = found();
  std::vector<Asked> choices = {asked({a}, a)};
  EXPECT_EQ(Preference(choices, all).client_group_order(), true);
  std::ranges::reverse(choices.front().offering.groups);
  EXPECT_EQ(Preference(choices, all).client_group_order(), false);
  choices.front().offering.groups = {NamedGroup{29}};
  EXPECT_EQ(Preference(choices, all).client_group_order(), std::nullopt);
}

}  // namespace
}  // namespace tlswhy
