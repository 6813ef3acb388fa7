#include "sources/probe/replay.hpp"

#include <gtest/gtest.h>

#include "base/hex.hpp"
#include "knowledge/own_profile.hpp"

namespace tlswhy {
namespace {

ProbeQuestion asked_as(const knowledge::ClientProfile& client) {
  Replay replay({{&client, std::nullopt}}, ServerName("portal.example"));
  const auto question = replay.next();
  EXPECT_TRUE(question);
  EXPECT_FALSE(replay.next());
  return question ? question->question : ProbeQuestion{};
}

TEST(Replay, SendsWhatTheClientReallySent) {
  const auto& client = *knowledge::find_client("java-8u152");
  const ProbeQuestion question = asked_as(client);
  EXPECT_EQ(hex(question.recorded), client.offer.client_hello);
  EXPECT_EQ(question.hello.server_name, "portal.example");
  EXPECT_TRUE(question.finish);
}

// What was recorded is not what a client sends whose lists were changed since, by its java.security
// say: then one is written from the lists.
TEST(Replay, WritesTheHelloOfListsThatWereChanged) {
  OwnProfile own(*knowledge::find_client("java-8u152"));
  own.edit().offer.cipher_suites = own.profile().offer.cipher_suites.first(3);
  const ProbeQuestion question = asked_as(own.profile());
  EXPECT_TRUE(question.recorded.empty());
  EXPECT_EQ(question.hello.cipher_suites.size(), 3U);
  OwnProfile assumed(*knowledge::find_client("java-8u152"));
  assumed.edit().basis = knowledge::Basis::know;
  EXPECT_TRUE(asked_as(assumed.profile()).recorded.empty());
}

TEST(Replay, TakesAnswersInAnyOrder) {
  const auto& client = *knowledge::find_client("go-1.27");
  Replay replay({{&client, std::nullopt}, {&client, std::nullopt}}, ServerName("portal.example"));
  replay.next();
  replay.next();
  ProbeAnswer answer;
  answer.alert = 40;
  replay.take(1, answer);
  EXPECT_FALSE(replay.finished());
  replay.take(0, {});
  EXPECT_TRUE(replay.finished());
  EXPECT_TRUE(replay.recorded(0));
  EXPECT_FALSE(replay.answers()[0].alert);
  EXPECT_EQ(replay.answers()[1].alert, 40);
}

// What was foretold: TLS 1.2 with one suite, and then that it is refused by `by`, at `at`.
Negotiation foretold(std::optional<Refusal> refusal) {
  Negotiation out;
  out.flight.version = ProtocolVersion::TLSv1_2;
  out.flight.cipher_suite = CipherSuite{0xc02f};
  out.refusal = refusal;
  return out;
}
Refusal refusal(Party by, HandshakeType at, std::optional<std::uint8_t> alert) {
  Refusal out;
  out.by = by;
  out.at = at;
  out.alert = alert;
  out.closes = !alert;
  return out;
}
ProbeAnswer answered(std::uint16_t suite, std::optional<std::uint8_t> alert) {
  ProbeAnswer out;
  out.end = ProbeAnswer::End::agreed;
  out.version = ProtocolVersion::TLSv1_2;
  out.cipher_suite = CipherSuite{suite};
  out.alert = alert;
  return out;
}
ProbeAnswer refused(std::optional<std::uint8_t> alert) {
  ProbeAnswer out;
  out.end = alert ? ProbeAnswer::End::alert : ProbeAnswer::End::closed;
  out.alert = alert;
  return out;
}

TEST(AsForetold, ARefusalIsWithItsAlert) {
  const auto by_server = [](std::optional<std::uint8_t> alert) {
    return foretold(refusal(Party::server, HandshakeType::client_hello, alert));
  };
  EXPECT_TRUE(as_foretold(by_server(40), refused(40)));
  EXPECT_FALSE(as_foretold(by_server(70), refused(40)));
  EXPECT_FALSE(as_foretold(by_server(40), refused({})));
  EXPECT_TRUE(as_foretold(by_server({}), refused({})));
  EXPECT_FALSE(as_foretold(by_server({}), refused(40)));
  EXPECT_FALSE(as_foretold(by_server(40), answered(0xc02f, {})));
}

TEST(AsForetold, AnAnswerIsOfTheSameSuiteAndNothingBehindIt) {
  EXPECT_TRUE(as_foretold(foretold({}), answered(0xc02f, {})));
  EXPECT_FALSE(as_foretold(foretold({}), answered(0xc030, {})));
  EXPECT_FALSE(as_foretold(foretold({}), answered(0xc02f, 116)));
  EXPECT_FALSE(as_foretold(foretold({}), refused(40)));
}

TEST(AsForetold, ARefusalAfterTheFlight) {
  const auto by = [](Party party) {
    return foretold(refusal(party, HandshakeType::certificate, 116));
  };
  EXPECT_TRUE(as_foretold(by(Party::server), answered(0xc02f, 116)));
  EXPECT_FALSE(as_foretold(by(Party::server), answered(0xc02f, 42)));
  EXPECT_FALSE(as_foretold(by(Party::server), answered(0xc02f, {})));
  EXPECT_TRUE(as_foretold(by(Party::client), answered(0xc02f, {})));
  EXPECT_TRUE(as_foretold(by(Party::client), answered(0xc02f, 10)));
}

}  // namespace
}  // namespace tlswhy
