// Each cause that the server's choice tells, and what is almost the same and is not it.
#include <gtest/gtest.h>

#include "diagnosis/testing/scene.hpp"

namespace tlswhy::testing {
namespace {

constexpr Side c = Side::initiator;

std::string versions(std::initializer_list<std::uint16_t> list) {
  return extension(43, vector(1, codes(list)));
}

struct Answer {
  std::uint16_t suite = 0xc02f;
  std::string extensions = {};
  std::uint16_t version = 0x0303;
  std::string random = std::string(32, 's');
};

Seen left(const HelloParts& hello, const Answer& answer, std::uint8_t alert,
          std::string_view stack = {}) {
  Dialogue d;
  d.client(hello_record(hello))
      .server(server_hello_record(answer.suite, answer.extensions, answer.version, answer.random))
      .client(alert_record(alert))
      .close(c);
  Scene scene(d);
  if (!stack.empty()) scene.as(stack);
  return scene.seen_by(signs::server_hello);
}

const std::string secure = extension(0xff01, std::string(1, '\0'));

TEST(ServerHello, AVersionThatWasNotOffered) {
  const HelloParts hello{.extensions = versions({0x0304, 0x0303})};
  const Answer old{.suite = 0xc02f, .extensions = secure, .version = 0x0301};
  EXPECT_EQ(left(hello, old, 70).standing("server-old-version-client-refuses"), Standing::shown);
  EXPECT_FALSE(left(hello, {.extensions = secure}, 40).has("server-old-version-client-refuses"));
  EXPECT_TRUE(left({}, {.extensions = secure}, 70).has("server-old-version-client-refuses"));
}

TEST(ServerHello, ASuiteThatWasNotOffered) {
  const Seen seen = left({}, {.suite = 0x0039, .extensions = secure}, 47);
  EXPECT_EQ(seen.causes(), "client-rejects-chosen-cipher");
  EXPECT_EQ(seen.frames("client-rejects-chosen-cipher"), (std::vector<std::uint32_t>{2, 1}));
  EXPECT_EQ(left({}, {.suite = 0x009c, .extensions = secure}, 47).causes(), "");
}

TEST(ServerHello, AnExtensionThatWasNotAskedFor) {
  const std::string ems = extension(23, "");
  EXPECT_EQ(left({}, {.extensions = secure + ems}, 110).standing("unsolicited-extension"),
            Standing::shown);
  EXPECT_EQ(left({}, {.extensions = secure + ems}, 40).standing("unsolicited-extension"),
            Standing::possible);
  EXPECT_FALSE(
      left({.extensions = ems}, {.extensions = secure + ems}, 110).has("unsolicited-extension"));
}

TEST(ServerHello, TheMarkOfADowngrade) {
  const std::string marked = std::string(24, 's') + "DOWNGRD\x01";
  const HelloParts modern{.extensions = versions({0x0304, 0x0303})};
  const Answer answer{.extensions = secure, .random = marked};
  EXPECT_EQ(left(modern, answer, 47).standing("downgrade-sentinel"), Standing::shown);
  EXPECT_FALSE(left(modern, {.extensions = secure}, 47).has("downgrade-sentinel"));
  EXPECT_FALSE(left({}, answer, 47).has("downgrade-sentinel"));  // it offered no TLS 1.3
}

TEST(ServerHello, NoSecureRenegotiation) {
  EXPECT_EQ(left({}, {}, 40, "openssl").standing("legacy-renegotiation"), Standing::likely);
  EXPECT_EQ(left({}, {}, 40, "jsse-8").standing("legacy-renegotiation"), Standing::possible);
  EXPECT_FALSE(left({}, {.extensions = secure}, 40, "openssl").has("legacy-renegotiation"));
  EXPECT_FALSE(left({}, {}, 46, "openssl").has("legacy-renegotiation"));
}

TEST(ServerHello, AWarningAboutTheName) {
  const auto warned = [](std::uint8_t level, std::string_view stack) {
    Dialogue d;
    d.client(hello_record())
        .server(alert_record(112, level) + server_hello_record(0xc02f, secure))
        .client(alert_record(40))
        .close(c);
    return Scene(d).as(stack).seen_by(signs::server_hello).standing("sni-warning-breaks-java7");
  };
  EXPECT_EQ(warned(1, "jsse-7"), Standing::consistent);
  EXPECT_EQ(warned(1, "openssl"), Standing::possible);
  EXPECT_EQ(warned(2, "jsse-7"), std::nullopt);  // not a warning: it ended the handshake
}

}  // namespace
}  // namespace tlswhy::testing
