// What certificates in clear tell of a client that left over them, and what they do not.
#include <gtest/gtest.h>

#include "diagnosis/testing/scene.hpp"

namespace tlswhy::testing {
namespace {

constexpr Side c = Side::initiator;
const Timestamp valid = *parse_time("2030-01-01");
const Timestamp too_late = *parse_time("2099-01-01");

// The client, which writes and answers as `stack` does, leaves with `alert` over these files.
Seen left(std::string_view stack, std::uint8_t alert, Timestamp at,
          std::initializer_list<const char*> files) {
  std::string list;
  for (const char* file : files) list += vector(3, fixture(std::string("certificates/") + file));
  Dialogue d;
  d.client(dhe_hello());
  d.server(record(22, handshake(2, server_hello(0x0039)) + handshake(11, vector(3, list)) +
                          dhe_message(2048, unverifiable) + handshake(14, "")));
  d.client(alert_record(alert)).close(c);
  return Scene(d).as(stack).at(at).seen_by(signs::chain);
}

TEST(Chain, AnExpiredLeaf) {
  const auto whole = {"leaf.der", "issuing.der", "root.der"};
  EXPECT_EQ(left("openssl", 45, too_late, whole).standing("cert-expired"), Standing::consistent);
  EXPECT_TRUE(left("openssl", 45, too_late, whole).causes().starts_with("cert-expired"));
  EXPECT_FALSE(left("openssl", 45, valid, whole).has("cert-expired"));
  EXPECT_TRUE(left("openssl", 45, valid, whole).rules_out("cert-expired"));
}

TEST(Chain, AFaultThatThisClientAnswersOtherwiseStaysBehind) {
  const Seen seen = left("openssl", 48, too_late, {"leaf.der", "issuing.der", "root.der"});
  EXPECT_EQ(seen.standing("cert-expired"), Standing::possible);
  EXPECT_TRUE(seen.causes().starts_with("untrusted-root")) << seen.causes();
}

TEST(Chain, AChainThatStopsBelowTheRoot) {
  const Seen alone = left("openssl", 48, valid, {"leaf.der"});
  EXPECT_TRUE(alone.has("missing-intermediate"));
  EXPECT_FALSE(alone.rules_out("missing-intermediate"));
  const Seen whole = left("openssl", 48, valid, {"leaf.der", "issuing.der", "root.der"});
  EXPECT_FALSE(whole.has("missing-intermediate"));
  EXPECT_TRUE(whole.rules_out("missing-intermediate"));
}

TEST(Chain, WhatDoesNotShowStandsInTheOrderOfTheRanking) {
  const std::string causes =
      left("openssl", 48, valid, {"leaf.der", "issuing.der", "root.der"}).causes();
  EXPECT_TRUE(causes.starts_with("untrusted-root trust-not-loaded")) << causes;
  EXPECT_LT(causes.find("trust-not-loaded"), causes.find("pin-mismatch")) << causes;
}

TEST(Chain, AnotherCertificateInThePlaceOfTheServersOwn) {
  const Seen turned = left("openssl", 43, valid, {"issuing.der", "leaf.der"});
  EXPECT_EQ(turned.causes(), "leaf-not-first");
  EXPECT_EQ(turned.standing("leaf-not-first"), Standing::consistent);
  EXPECT_FALSE(left("openssl", 43, valid, {"issuing.der", "root.der"}).has("leaf-not-first"));
  EXPECT_FALSE(left("openssl", 43, valid, {"leaf.der", "issuing.der"}).has("leaf-not-first"));
}

TEST(Chain, WhereNothingThatIsSeenFitsTheClientWasToldToMindMore) {
  const auto causes = [](std::uint8_t alert) {
    return left("openssl", alert, valid, {"leaf.der", "issuing.der"}).causes();
  };
  EXPECT_TRUE(causes(80).starts_with("openssl-seclevel")) << causes(80);
  EXPECT_FALSE(causes(48).contains("openssl-seclevel")) << causes(48);  // an unknown root fits
}

TEST(Chain, AStapleThatIsDemandedAndNotSent) {
  EXPECT_TRUE(left("openssl", 42, valid, {"staple.der", "root.der"}).has("must-staple-missing"));
  EXPECT_FALSE(left("openssl", 42, valid, {"leaf.der", "root.der"}).has("must-staple-missing"));
}

TEST(Chain, ACriticalExtensionThatNobodyKnows) {
  EXPECT_TRUE(left("openssl", 42, valid, {"critical.der", "root.der"}).has("unknown-critical-ext"));
  EXPECT_FALSE(left("openssl", 42, valid, {"leaf.der", "root.der"}).has("unknown-critical-ext"));
}

TEST(Chain, AnAlertAboutSomethingElseIsNotAboutCertificates) {
  EXPECT_EQ(left("openssl", 70, too_late, {"leaf.der"}).causes(), "");
}

TEST(Chain, AFirstCertificateThatCannotBeRead) {
  Dialogue d;
  d.client(dhe_hello());
  d.server(record(22, handshake(2, server_hello(0x0039)) + certificate_message({"no certificate"}) +
                          handshake(14, "")));
  d.client(alert_record(42)).close(c);
  EXPECT_EQ(Scene(d).seen_by(signs::chain).causes(), "malformed-certificate");
}

}  // namespace
}  // namespace tlswhy::testing
