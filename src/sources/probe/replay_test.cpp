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

}  // namespace
}  // namespace tlswhy
