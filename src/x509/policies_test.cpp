#include "x509/policies.hpp"

#include <gtest/gtest.h>

#include <functional>

namespace tlswhy::testing {
namespace {

const std::string gold = "1.2.3.1", silver = "1.2.3.2", any = "2.5.29.32.0";

void set(Certificate& c, std::vector<std::string> policies) {
  c.extensions = {{"2.5.29.32", false}};
  c.policies.policies = std::move(policies);
}

struct Path {
  Certificate upper, lower, leaf;

  [[nodiscard]] bool valid() const {
    const std::array path = {&upper, &lower, &leaf};
    return policies_valid(path);
  }
};

// What `change` makes of a path on which every certificate has the policy and one is required.
bool valid(const std::function<void(Path&)>& change) {
  Path path;
  for (Certificate* c : {&path.upper, &path.lower, &path.leaf}) set(*c, {gold});
  path.upper.policies.require_explicit = 0;
  change(path);
  return path.valid();
}

TEST(Policies, NoneIsRequiredUnlessACaSaysSo) {
  EXPECT_TRUE(Path().valid());
  Path path;
  path.upper.policies.require_explicit = 0;
  EXPECT_FALSE(path.valid());
  path.upper.policies.require_explicit = 1;
  EXPECT_FALSE(path.valid());
  path.upper.policies.require_explicit = 3;
  EXPECT_TRUE(path.valid());
  path.leaf.policies.require_explicit = 0;
  EXPECT_FALSE(path.valid());
}

TEST(Policies, GoDownFromCaToCa) {
  EXPECT_TRUE(valid([](Path&) {}));
  EXPECT_FALSE(valid([](Path& p) { set(p.leaf, {silver}); }));
  EXPECT_TRUE(valid([](Path& p) { set(p.leaf, {silver, gold}); }));
  EXPECT_FALSE(valid([](Path& p) { p.lower.extensions.clear(); }));
}

TEST(Policies, AnyStandsForAllUnlessInhibited) {
  EXPECT_TRUE(valid([](Path& p) { set(p.lower, {any}); }));
  EXPECT_TRUE(valid([](Path& p) { set(p.leaf, {any}); }));
  const auto inhibited = [](Path& p) {
    p.upper.policies.inhibit_any = 0;
    set(p.lower, {any});
  };
  EXPECT_FALSE(valid(inhibited));
  EXPECT_TRUE(valid([&](Path& p) {
    inhibited(p);
    p.lower.self_issued = true;
  }));
}

TEST(Policies, AreMapped) {
  const auto mapped = [](Path& p) {
    p.upper.policies.mappings = {{gold, silver}};
    set(p.lower, {silver});
    set(p.leaf, {silver});
  };
  EXPECT_TRUE(valid(mapped));
  EXPECT_FALSE(valid([](Path& p) { p.upper.policies.mappings = {{gold, silver}}; }));
  EXPECT_FALSE(valid([&](Path& p) {
    mapped(p);
    p.upper.policies.mappings.clear();
    p.lower.policies.mappings = {{gold, silver}};
  }));
  const auto mapped_below = [](Path& p) {
    p.lower.policies.mappings = {{gold, silver}};
    set(p.leaf, {silver});
  };
  EXPECT_TRUE(valid(mapped_below));
  EXPECT_FALSE(valid([&](Path& p) {
    mapped_below(p);
    p.upper.policies.inhibit_mapping = 0;
  }));
  // What anyPolicy stands for can be mapped as well.
  EXPECT_TRUE(valid([&](Path& p) {
    mapped_below(p);
    set(p.upper, {any});
    set(p.lower, {any});
  }));
}

}  // namespace
}  // namespace tlswhy::testing
