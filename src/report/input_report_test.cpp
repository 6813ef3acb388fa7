#include "report/input_report.hpp"
#include "knowledge/ids/causes.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace tlswhy {
namespace {

Diagnosis failed_for(std::optional<knowledge::CauseId> cause) {
  Diagnosis d;
  d.outcome = Outcome::failed;
  d.cause = cause;
  return d;
}

TEST(Summary, CountsOutcomesAndCauses) {
  Summary summary;
  summary.count(failed_for(knowledge::CauseId::cert_expired));
  summary.count(failed_for(knowledge::CauseId::weak_dh_group));
  summary.count(failed_for(knowledge::CauseId::weak_dh_group));
  summary.count(failed_for(std::nullopt));
  Diagnosis worked;
  worked.outcome = Outcome::established;
  summary.count(worked);
  summary.count(Diagnosis{});
  EXPECT_EQ(summary.conversations, 6U);
  EXPECT_EQ(summary.failed, 4U);
  EXPECT_EQ(summary.established, 1U);
  EXPECT_EQ(summary.undetermined, 1U);
  ASSERT_EQ(summary.causes.size(), 2U);
  const std::pair most{knowledge::CauseId::weak_dh_group, std::uint64_t{2}};
  EXPECT_NE(std::ranges::find(summary.causes, most), summary.causes.end());
}

// These words are the contract of --json.
TEST(Names, OfTheContract) {
  EXPECT_EQ(name_of(Outcome::established), "established");
  EXPECT_EQ(name_of(Outcome::failed), "failed");
  EXPECT_EQ(name_of(Outcome::undetermined), "undetermined");
  EXPECT_EQ(name_of(Outcome::unused), "unused");
  EXPECT_EQ(name_of(Confidence::shown), "shown");
  EXPECT_EQ(name_of(Confidence::consistent), "consistent");
  EXPECT_EQ(name_of(Confidence::one_of), "one_of");
  EXPECT_EQ(name_of(Party::client), "client");
  EXPECT_EQ(name_of(Party::middlebox), "middlebox");
  EXPECT_EQ(name_of(Party::nobody), "nobody");
}

}  // namespace
}  // namespace tlswhy
