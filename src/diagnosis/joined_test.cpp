#include "diagnosis/joined.hpp"

#include <gtest/gtest.h>

#include "knowledge/ids/causes.hpp"
#include "knowledge/ids/sentences.hpp"

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

// Of messages that rule out nothing.
Diagnosis joined(Diagnosis seen, Diagnosis said) {
  return join(std::move(seen), Handshake{}, std::move(said), false);
}

TEST(Join, PutsWhatBothAllowFirst) {
  const Diagnosis d = joined(
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
      joined(failed(Confidence::one_of, {CauseId::cert_expired, CauseId::untrusted_root}),
             failed(Confidence::one_of, {CauseId::untrusted_root, CauseId::missing_intermediate}));
  EXPECT_EQ(d.cause, CauseId::untrusted_root);
  EXPECT_EQ(d.confidence, Confidence::consistent);
  EXPECT_TRUE(d.candidates.empty());
}

TEST(Join, LeavesWhatTheBytesShow) {
  const Diagnosis d = joined(failed(Confidence::shown, {CauseId::weak_dh_group}),
                             failed(Confidence::shown, {CauseId::untrusted_root}, Party::server));
  EXPECT_EQ(d.cause, CauseId::weak_dh_group);
  EXPECT_EQ(d.refuser, Party::client);
  EXPECT_EQ(d.confidence, Confidence::shown);
}

// What a party says of itself leads, and is certain no longer.
TEST(Join, IsOpenWhereTheWitnessesContradictEachOther) {
  const Diagnosis d = joined(failed(Confidence::consistent, {CauseId::weak_dh_group}),
                             failed(Confidence::shown, {CauseId::untrusted_root}));
  EXPECT_EQ(d.cause, CauseId::untrusted_root);
  EXPECT_EQ(d.confidence, Confidence::one_of);
  ASSERT_EQ(d.candidates.size(), 2U);
}

// A chain that nobody saw can have any fault: that the usual ones are listed is no witness for
// them.
TEST(Join, KeepsTheOrderOfWordsWhereTheChainIsHidden) {
  Diagnosis seen = failed(Confidence::one_of, {CauseId::untrusted_root, CauseId::name_mismatch,
                                               CauseId::intermediate_not_ca});
  Fact hidden;
  hidden.sentence = sentence::fact_certificates_encrypted;
  seen.candidates.front().supports.push_back(hidden);
  const Diagnosis said =
      failed(Confidence::one_of,
             {CauseId::ku_mismatch, CauseId::intermediate_not_ca, CauseId::untrusted_root});
  const Diagnosis d = joined(seen, said);
  ASSERT_EQ(d.candidates.size(), 4U);
  EXPECT_EQ(d.candidates[0].cause, CauseId::ku_mismatch);
  EXPECT_EQ(d.candidates[1].cause, CauseId::intermediate_not_ca);
  EXPECT_EQ(d.candidates[2].supports.size(), 1U);
  EXPECT_EQ(d.candidates[3].cause, CauseId::name_mismatch);
}

// "peer not authenticated" fits a server that refused as well; the messages show that it did not.
TEST(Join, NamesNoCauseOfTheSideThatDidNotRefuse) {
  const Diagnosis vague = failed(
      Confidence::one_of,
      {CauseId::no_common_version, CauseId::untrusted_root, CauseId::weak_dh_group}, Party::nobody);
  Diagnosis seen;
  seen.outcome = Outcome::failed;
  seen.refuser = Party::client;
  const Diagnosis d = joined(seen, vague);
  EXPECT_EQ(d.refuser, Party::client);
  EXPECT_EQ(d.cause, CauseId::untrusted_root);
  EXPECT_EQ(d.candidates.size(), 2U);
  const Diagnosis both = joined(failed(Confidence::one_of, {CauseId::weak_dh_group}), vague);
  EXPECT_EQ(both.cause, CauseId::weak_dh_group);
  seen.refuser = Party::server;
  EXPECT_EQ(joined(seen, vague).cause, CauseId::no_common_version);
}

TEST(Join, NamesNothingThatTheMessagesRuleOut) {
  const Diagnosis vague =
      failed(Confidence::one_of,
             {CauseId::no_shared_cipher, CauseId::weak_dh_group, CauseId::untrusted_root});
  const Diagnosis seen = failed(Confidence::one_of, {CauseId::name_mismatch});
  Handshake answered;
  answered.server_hello = Observed<ServerHello>(ServerHello{}, 2);
  answered.server_hello->selected_version = ProtocolVersion::TLSv1_2;
  const Diagnosis in12 = join(seen, answered, vague, false);
  EXPECT_EQ(in12.cause, CauseId::weak_dh_group);
  ASSERT_EQ(in12.candidates.size(), 3U);
  EXPECT_EQ(in12.candidates[1].cause, CauseId::untrusted_root);
  answered.server_hello->selected_version = ProtocolVersion::TLSv1_3;
  const Diagnosis in13 = join(seen, answered, vague, false);
  EXPECT_EQ(in13.cause, CauseId::untrusted_root);
  ASSERT_EQ(in13.candidates.size(), 2U);
  // Where none is left, the words stand.
  const Diagnosis old = failed(Confidence::one_of, {CauseId::weak_dh_group});
  EXPECT_EQ(join(seen, answered, old, false).cause, CauseId::weak_dh_group);
}

TEST(Join, LetsNoVagueWordsUndoAHandshakeThatWorked) {
  Diagnosis worked;
  worked.outcome = Outcome::established;
  EXPECT_EQ(joined(worked, failed(Confidence::one_of, {CauseId::untrusted_root})).outcome,
            Outcome::established);
  EXPECT_EQ(joined(worked, failed(Confidence::shown, {CauseId::name_mismatch})).cause,
            CauseId::name_mismatch);
}

}  // namespace
}  // namespace tlswhy
