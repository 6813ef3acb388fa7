#include "diagnosis/joined.hpp"

#include <gtest/gtest.h>

#include "knowledge/ids/causes.hpp"

namespace tlswhy {
namespace {

using knowledge::CauseId;

Diagnosis failed(Confidence confidence, std::initializer_list<CauseId> causes,
                 Party refuser = Party::client) {
  Diagnosis out;
  out.outcome = Outcome::failed;
  out.confidence = confidence;
  out.cause = *causes.begin();
  out.refuser = refuser;
  if (confidence != Confidence::one_of) return out;
  for (const CauseId cause : causes) out.candidates.push_back({cause, {}, {}});
  return out;
}

TEST(Join, PutsWhatBothAllowFirst) {
  const Diagnosis d = join(
      failed(Confidence::one_of,
             {CauseId::cert_expired, CauseId::name_mismatch, CauseId::untrusted_root}),
      failed(Confidence::one_of,
             {CauseId::untrusted_root, CauseId::missing_intermediate, CauseId::name_mismatch}));
  EXPECT_EQ(d.cause, CauseId::name_mismatch);
  EXPECT_EQ(d.confidence, Confidence::one_of);
  ASSERT_GE(d.candidates.size(), 4U);
  EXPECT_EQ(d.candidates[1].cause, CauseId::untrusted_root);
}

TEST(Join, IsConsistentWhereOneCauseIsLeft) {
  const Diagnosis d =
      join(failed(Confidence::one_of, {CauseId::cert_expired, CauseId::untrusted_root}),
           failed(Confidence::one_of, {CauseId::untrusted_root, CauseId::missing_intermediate}));
  EXPECT_EQ(d.cause, CauseId::untrusted_root);
  EXPECT_EQ(d.confidence, Confidence::consistent);
  EXPECT_TRUE(d.candidates.empty());
}

TEST(Join, LeavesWhatTheBytesShow) {
  const Diagnosis d = join(failed(Confidence::shown, {CauseId::weak_dh_group}),
                           failed(Confidence::shown, {CauseId::untrusted_root}, Party::server));
  EXPECT_EQ(d.cause, CauseId::weak_dh_group);
  EXPECT_EQ(d.refuser, Party::client);
  EXPECT_EQ(d.confidence, Confidence::shown);
}

// What a party says of itself leads, and is certain no longer.
TEST(Join, IsOpenWhereTheWitnessesContradictEachOther) {
  const Diagnosis d = join(failed(Confidence::consistent, {CauseId::weak_dh_group}),
                           failed(Confidence::shown, {CauseId::untrusted_root}));
  EXPECT_EQ(d.cause, CauseId::untrusted_root);
  EXPECT_EQ(d.confidence, Confidence::one_of);
  ASSERT_EQ(d.candidates.size(), 2U);
}

TEST(Join, LetsNoVagueWordsUndoAHandshakeThatWorked) {
  Diagnosis worked;
  worked.outcome = Outcome::established;
  EXPECT_EQ(join(worked, failed(Confidence::one_of, {CauseId::untrusted_root})).outcome,
            Outcome::established);
  EXPECT_EQ(join(worked, failed(Confidence::shown, {CauseId::name_mismatch})).cause,
            CauseId::name_mismatch);
}

}  // namespace
}  // namespace tlswhy
