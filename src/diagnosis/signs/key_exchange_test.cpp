// Each cause that ServerKeyExchange tells, and what is almost the same and is not it.
#include <gtest/gtest.h>

#include "diagnosis/testing/scene.hpp"

namespace tlswhy::testing {
namespace {

constexpr Side c = Side::initiator;

// Alerts: handshake_failure 40, insufficient_security 71, internal_error 80.
Seen left(std::size_t bits, std::uint8_t alert, std::string_view stack = {},
          const std::string& hello = dhe_hello()) {
  Dialogue d;
  d.client(hello).server(dhe_flight(bits)).client(alert_record(alert)).close(c);
  Scene scene(d);
  if (!stack.empty()) scene.as(stack);
  return scene.seen_by(signs::key_exchange);
}

TEST(KeyExchange, AGroupBelowTheClientsLimit) {
  EXPECT_EQ(left(512, 40, "jsse-8").standing("weak-dh-group"), Standing::shown);
  EXPECT_EQ(left(512, 40, "jsse-8").frames("weak-dh-group"),
            (std::vector<std::uint32_t>{2, 2, 0, 1}));
  EXPECT_EQ(left(512, 46, "jsse-8").standing("weak-dh-group"), Standing::possible);
  EXPECT_FALSE(left(2048, 40, "jsse-8").has("weak-dh-group"));
}

TEST(KeyExchange, AWeakGroupOfAnUnknownClient) {
  EXPECT_EQ(left(768, 40).standing("weak-dh-group"), Standing::consistent);
  EXPECT_EQ(left(1024, 40).standing("weak-dh-group"), Standing::likely);
  EXPECT_FALSE(left(2048, 40).has("weak-dh-group"));
}

TEST(KeyExchange, AMachineThatWasToldToWantMore) {
  EXPECT_EQ(left(2048, 71, "jsse-11").standing("weak-dh-group"), Standing::shown);
  EXPECT_FALSE(left(2048, 71, "gnutls").has("weak-dh-group"));
}

TEST(KeyExchange, AGroupAboveTheClientsLimit) {
  EXPECT_EQ(left(4096, 80, "jsse-8").standing("dh-prime-too-large"), Standing::shown);
  EXPECT_EQ(left(4096, 40, "jsse-8").standing("dh-prime-too-large"), Standing::possible);
  EXPECT_FALSE(left(2048, 80, "jsse-8").has("dh-prime-too-large"));
  EXPECT_EQ(left(2048, 80).standing("dh-prime-too-large"), Standing::likely);  // an old Java
  EXPECT_FALSE(left(1024, 80).has("dh-prime-too-large"));
}

std::string sha1_flight() {
  const std::string leaf = fixture("certificates/leaf.der");
  return record(22, handshake(2, server_hello(0x0039)) + certificate_message({leaf}) +
                        dhe_message(2048, 0x0201) + handshake(14, ""));
}
Seen signed_with_sha1(std::uint8_t alert, std::string_view stack, const std::string& offered) {
  Dialogue d;
  d.client(hello_record({.suites = codes({0x0039, 0x00ff}), .extensions = offered}))
      .server(sha1_flight())
      .client(alert_record(alert))
      .close(c);
  return Scene(d).as(stack).seen_by(signs::key_exchange);
}

TEST(KeyExchange, AHashThatWasNotOffered) {
  const std::string sha256 = extension(13, vector(2, codes({0x0401})));
  const std::string both = extension(13, vector(2, codes({0x0401, 0x0201})));
  EXPECT_EQ(signed_with_sha1(47, "nss", sha256).standing("sha1-handshake-signature"),
            Standing::shown);
  EXPECT_FALSE(signed_with_sha1(47, "nss", both).has("sha1-handshake-signature"));
  EXPECT_EQ(signed_with_sha1(80, "openssl", both).standing("sha1-handshake-signature"),
            Standing::consistent);
}

TEST(KeyExchange, OnlyTheClientsRefusalCounts) {
  Dialogue server;
  server.client(dhe_hello()).server(dhe_flight(512)).server(alert_record(40));
  EXPECT_EQ(Scene(server).seen_by(signs::key_exchange).causes(), "");
}

}  // namespace
}  // namespace tlswhy::testing
