#include "remedy/remedy.hpp"

#include <gtest/gtest.h>

#include "knowledge/cause.hpp"

namespace tlswhy {
namespace {

using knowledge::CauseId;

std::vector<Remedy> remedies(CauseId cause) {
  Diagnosis d;
  d.outcome = Outcome::failed;
  d.cause = cause;
  return remedies_for(d, Handshake{});
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

TEST(Remedies, WithoutACauseThereAreNone) {
  EXPECT_TRUE(remedies_for(Diagnosis{}, Handshake{}).empty());
}

}  // namespace
}  // namespace tlswhy
