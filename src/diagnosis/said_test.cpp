#include "diagnosis/said.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string_view>

#include "knowledge/cause.hpp"
#include "knowledge/ids/causes.hpp"
#include "knowledge/ids/languages.hpp"
#include "knowledge/statement.hpp"

namespace tlswhy {
namespace {

StatementSeen states(std::string_view statement, std::uint32_t line, bool heard = false,
                     knowledge::Speaker by = knowledge::Speaker::any) {
  const auto messages = knowledge::messages();
  for (std::size_t i = 0; i < messages.size(); ++i) {
    const bool same = knowledge::statements()[messages[i].statement].name == statement;
    if (same && messages[i].heard == heard && messages[i].by == by)
      return {.message = static_cast<std::uint16_t>(i), .line = line, .heard = heard};
  }
  ADD_FAILURE() << statement;
  return {};
}

Diagnosis of(std::vector<StatementSeen> said, std::optional<Party> speaker) {
  LogFacts facts;
  facts.statements = std::move(said);
  facts.speaker = speaker;
  return diagnose_said(facts);
}

std::string_view cause_of(const Diagnosis& d) {
  return d.cause ? knowledge::cause(*d.cause).name : "none";
}

TEST(DiagnoseSaid, TakesAnAlertThatTheServerReceivedForTheClientsRefusal) {
  const Diagnosis d = of({states("alert-unknown-ca", 3, true)}, Party::server);
  EXPECT_EQ(d.refuser, Party::client);
  EXPECT_EQ(cause_of(d), "untrusted-root");
  EXPECT_EQ(d.confidence, Confidence::one_of);
  EXPECT_EQ(d.evidence.front().at, Provenance(Provenance::Kind::line, 3));
}

// "PKIX path building failed" hides which fault the ways had that were tried.
TEST(DiagnoseSaid, LetsAWayThatFailedLeadAndDecideNothing) {
  StatementSeen way = states("outside-validity", 2);
  way.attempt = true;
  EXPECT_EQ(of({way}, Party::client).outcome, Outcome::undetermined);
  const Diagnosis d = of({states("path-not-built", 5), way}, Party::client);
  EXPECT_EQ(cause_of(d), "cert-expired");
  EXPECT_EQ(d.confidence, Confidence::one_of);
  const auto has = [&d](knowledge::CauseId cause) {
    return std::ranges::find(d.candidates, cause, &Candidate::cause) != d.candidates.end();
  };
  EXPECT_TRUE(has(knowledge::CauseId::untrusted_root));
}

TEST(DiagnoseSaid, TakesTheSameAlertForTheServersWhereTheClientReceivedIt) {
  const Diagnosis d = of({states("alert-unknown-ca", 3, true)}, Party::client);
  EXPECT_EQ(d.refuser, Party::server);
  EXPECT_EQ(cause_of(d), "client-cert-untrusted");
}

TEST(DiagnoseSaid, PutsFirstWhatFitsHowFarTheHandshakeCame) {
  const Diagnosis early = of({states("alert-handshake-failure", 2, true)}, Party::client);
  EXPECT_EQ(cause_of(early), "no-shared-cipher");
  const Diagnosis late =
      of({states("client-certificate-asked", 1, false, knowledge::Speaker::client),
          states("alert-handshake-failure", 2, true)},
         Party::client);
  EXPECT_EQ(late.refuser, Party::server);
  EXPECT_EQ(cause_of(late), "client-cert-not-sent");
  EXPECT_EQ(late.confidence, Confidence::one_of);
  EXPECT_EQ(late.candidates.size(), early.candidates.size());
}

// The library of the client that complains is known: what only another library does is no cause.
TEST(DiagnoseSaid, NamesNoRuleOfAnotherLibrary) {
  const auto of_library = [](std::string_view library) {
    const auto messages = knowledge::messages();
    for (std::size_t i = 0; i < messages.size(); ++i) {
      if (messages[i].library == library && !messages[i].heard &&
          knowledge::statements()[messages[i].statement].name == "no-version-enabled")
        return of({{.message = static_cast<std::uint16_t>(i), .line = 1}}, Party::client);
    }
    ADD_FAILURE() << library;
    return Diagnosis{};
  };
  EXPECT_EQ(cause_of(of_library("jsse")), "jdk-disabled-version");
  EXPECT_EQ(cause_of(of_library("openssl")), "no-common-version");
  for (const Candidate& c : of_library("openssl").candidates)
    EXPECT_NE(knowledge::cause(c.cause).family, "jsse");
}

TEST(DiagnoseSaid, DecidesNothingByHowFarItCame) {
  LogFacts facts;
  facts.statements = {states("server-certificate-taken", 1, false, knowledge::Speaker::client)};
  EXPECT_FALSE(diagnose_said(facts).cause);
  EXPECT_FALSE(weight_of(facts));
}

TEST(DiagnoseSaid, NamesTheCertificateThatIsMeant) {
  StatementSeen revoked = states("revoked", 2);
  revoked.depth = 1;
  revoked.subject = "CN = Example CA";
  const Diagnosis d = of({revoked}, Party::client);
  ASSERT_EQ(d.evidence.size(), 2U);
  EXPECT_EQ(d.confidence, Confidence::shown);
  EXPECT_EQ(d.evidence[1].value, "CN = Example CA");
  EXPECT_EQ(d.evidence[1].at.number, 2U);
}

TEST(DiagnoseSaid, LetsAnAlertDecideThatCameAfterAComplaintOfAnotherKind) {
  const Diagnosis d =
      of({states("signature-algorithm-unsupported", 1), states("alert-handshake-failure", 2, true)},
         Party::client);
  EXPECT_EQ(d.refuser, Party::server);
  EXPECT_EQ(cause_of(d), "no-shared-cipher");
  const Diagnosis same =
      of({states("issuer-unknown", 1), states("alert-unknown-ca", 2, true)}, Party::client);
  EXPECT_EQ(same.refuser, Party::client);
  const Diagnosis far = of(
      {states("signature-algorithm-unsupported", 1), states("alert-handshake-failure", 90, true)},
      Party::client);
  EXPECT_EQ(far.refuser, Party::client);
}

TEST(DiagnoseSaid, NamesNoRefuserWhereEitherMayHaveSentTheAlert) {
  const Diagnosis d = of({states("alert-unknown-ca", 3, true)}, std::nullopt);
  EXPECT_EQ(d.refuser, Party::nobody);
  EXPECT_EQ(d.confidence, Confidence::one_of);
}

TEST(DiagnoseSaid, LetsTheReasonDecideAndNotTheRefusal) {
  const Diagnosis d =
      of({states("certificate-refused", 1), states("dh-too-small", 2)}, Party::client);
  EXPECT_EQ(cause_of(d), "weak-dh-group");
  EXPECT_EQ(d.confidence, Confidence::shown);
}

TEST(DiagnoseSaid, IsCertainOfNothingWhereTheTextGivesTwoReasons) {
  const Diagnosis d = of({states("dh-too-small", 2), states("revoked", 3)}, Party::client);
  EXPECT_EQ(d.confidence, Confidence::one_of);
  EXPECT_GE(d.candidates.size(), 2U);
}

TEST(DiagnoseSaid, IsLessCertainWhereTheSpeakerIsOnlyAssumed) {
  EXPECT_EQ(of({states("dh-too-small", 2)}, std::nullopt).confidence, Confidence::consistent);
}

TEST(DiagnoseSaid, AsksTheDepthOfTheCertificate) {
  StatementSeen s = states("expired", 2);
  s.depth = 1;
  EXPECT_EQ(cause_of(of({s}, Party::client)), "expired-intermediate");
  s.depth = 0;
  EXPECT_EQ(cause_of(of({s}, Party::client)), "cert-expired");
}

TEST(DiagnoseSaid, SaysThatPeerNotAuthenticatedHidesTheCause) {
  const Diagnosis d = of({states("peer-not-authenticated", 1)}, Party::client);
  EXPECT_EQ(d.refuser, Party::nobody);
  EXPECT_EQ(d.confidence, Confidence::one_of);
  EXPECT_EQ(d.candidates.size(), 6U);
  EXPECT_EQ(d.evidence.size(), 2U);
}

// The star of a pattern was in no text, and is not quoted.
TEST(DiagnoseSaid, QuotesNoStarOfAPattern) {
  const auto messages = knowledge::messages();
  const auto starred = std::ranges::find_if(
      messages, [](const knowledge::Message& m) { return m.text.contains('*'); });
  ASSERT_NE(starred, messages.end());
  const auto index = static_cast<std::uint16_t>(starred - messages.begin());
  const Diagnosis d = of({{.message = index, .line = 1}}, Party::server);
  ASSERT_TRUE(d.ending);
  ASSERT_FALSE(d.ending->parameters.empty());
  const auto words =
      knowledge::text_of(d.ending->parameters.front().value, knowledge::Language::en);
  EXPECT_TRUE(words.contains("...")) << words;
  EXPECT_FALSE(words.contains('*')) << words;
}

}  // namespace
}  // namespace tlswhy
