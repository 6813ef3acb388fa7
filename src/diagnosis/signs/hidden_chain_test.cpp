// A client that turns away from certificates that TLS 1.3 encrypts.
#include <gtest/gtest.h>

#include "diagnosis/testing/scene.hpp"

namespace tlswhy::testing {
namespace {

constexpr Side c = Side::initiator, s = Side::responder;

const std::string hello13 =
    hello_record({.suites = codes({0x1301}),
                  .extensions = server_name("a.test") + extension(43, vector(1, codes({0x0304})))});
const std::string answer13 = server_hello_record(0x1301, supported_version(0x0304));

std::string protected_record(std::size_t length) { return record(23, std::string(length, 'e')); }

TEST(HiddenChain, AClientThatLeavesTls13ByAnAlertOfItsOwnDialect) {
  const auto left = [](std::uint8_t alert, std::string_view stack) {
    Dialogue d;
    d.client(hello13).server(answer13).server(protected_record(900)).client(alert_record(alert));
    return Scene(d).as(stack).seen_by(signs::hidden_chain);
  };
  EXPECT_TRUE(left(48, "openssl").causes().starts_with("untrusted-root"))
      << left(48, "openssl").causes();
  EXPECT_FALSE(left(48, "openssl").has("cert-expired"));
  EXPECT_TRUE(left(45, "openssl").causes().starts_with("cert-expired"))
      << left(45, "openssl").causes();
}

TEST(HiddenChain, NotWhereTheClientFinishedOrTheServerLeft) {
  Dialogue finished, server;
  finished.client(hello13).server(answer13).server(protected_record(900));
  finished.client(protected_record(53)).close(c);
  server.client(hello13).server(answer13).server(protected_record(900)).close(s);
  EXPECT_EQ(Scene(finished).seen_by(signs::hidden_chain).causes(), "");
  EXPECT_EQ(Scene(server).seen_by(signs::hidden_chain).causes(), "");
}

}  // namespace
}  // namespace tlswhy::testing
