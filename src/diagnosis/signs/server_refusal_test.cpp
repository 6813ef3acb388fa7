// Each cause that an alert in answer to a ClientHello tells, and what is almost the same.
#include <gtest/gtest.h>

#include "diagnosis/testing/scene.hpp"

namespace tlswhy::testing {
namespace {

constexpr Side s = Side::responder;

std::string versions(std::initializer_list<std::uint16_t> list) {
  return extension(43, vector(1, codes(list)));
}
std::string schemes(std::initializer_list<std::uint16_t> list) {
  return extension(13, vector(2, codes(list)));
}
std::string alpn(std::string_view protocol) {
  return extension(16, vector(2, vector(1, protocol)));
}

Seen refused(std::uint8_t alert, const HelloParts& hello = {}, std::string_view stack = {}) {
  Dialogue d;
  d.client(hello_record(hello)).server(alert_record(alert)).close(s);
  Scene scene(d);
  if (!stack.empty()) scene.as(stack);
  return scene.seen_by(signs::server_refusal);
}

TEST(ServerRefusal, TheVersionOfAnOldHello) {
  const Seen old = refused(70);
  EXPECT_EQ(old.causes(), "no-common-version");
  EXPECT_EQ(old.standing("no-common-version"), Standing::shown);
  EXPECT_EQ(old.frames("no-common-version"), (std::vector<std::uint32_t>{1, 2}));
}

TEST(ServerRefusal, TheVersionOfANewHelloMayBeItsSignatures) {
  const Seen from12 = refused(70, {.extensions = versions({0x0304, 0x0303})});
  EXPECT_TRUE(from12.causes().starts_with("no-common-version sigalg-no-common")) << from12.causes();
  EXPECT_EQ(from12.standing("no-common-version"), Standing::likely);
  const Seen all = refused(70, {.extensions = versions({0x0304, 0x0303, 0x0302, 0x0301})});
  EXPECT_TRUE(all.causes().starts_with("sigalg-no-common no-common-version")) << all.causes();
}

TEST(ServerRefusal, HandshakeFailureIsMostlyTheSuites) {
  EXPECT_TRUE(refused(40).causes().starts_with("no-shared-cipher sigalg-no-common"));
  EXPECT_FALSE(refused(40).has("sni-required"));
  EXPECT_FALSE(refused(40).has("no-common-group"));  // it named no groups
}

TEST(ServerRefusal, HandshakeFailureWithoutWhatTls13Needs) {
  const Seen no_pss = refused(
      40, {.suites = codes({0x1301}), .extensions = versions({0x0304}) + schemes({0x0401})});
  EXPECT_TRUE(no_pss.causes().starts_with("sigalg-no-common")) << no_pss.causes();
  EXPECT_TRUE(no_pss.has("pss-chain"));
  const Seen with_pss = refused(
      40, {.suites = codes({0x1301}), .extensions = versions({0x0304}) + schemes({0x0804})});
  EXPECT_TRUE(with_pss.causes().starts_with("tls13-suite-missing")) << with_pss.causes();
  EXPECT_FALSE(with_pss.has("pss-chain"));
}

TEST(ServerRefusal, OnlyTls13IsOfferedOrAnOlderVersionToo) {
  const Seen alone = refused(40, {.suites = codes({0x1301, 0x1302}),
                                  .extensions = versions({0x3a3a, 0x0304}) + schemes({0x0804})});
  EXPECT_TRUE(alone.causes().starts_with("tls13-suite-missing ")) << alone.causes();
  EXPECT_FALSE(alone.has("no-shared-cipher"));
  const Seen older = refused(40, {.suites = codes({0x1301, 0xc02f}),
                                  .extensions = versions({0x0304, 0x0303}) + schemes({0x0804})});
  EXPECT_TRUE(older.causes().starts_with("no-shared-cipher ")) << older.causes();
  EXPECT_EQ(older.standing("tls13-suite-missing"), Standing::possible);
}

TEST(ServerRefusal, HandshakeFailureWithoutAName) {
  EXPECT_TRUE(refused(40, {.extensions = ""}).has("sni-required"));
  EXPECT_FALSE(refused(40, {.extensions = ""}).has("java-no-sni-single-label"));
  EXPECT_TRUE(refused(40, {.extensions = ""}, "jsse-8").has("java-no-sni-single-label"));
  EXPECT_FALSE(refused(40, {}, "jsse-8").has("java-no-sni-single-label"));
}

TEST(ServerRefusal, HandshakeFailureToTls10) {
  EXPECT_EQ(refused(40, {.version = 0x0301}).standing("no-common-version"), Standing::likely);
  EXPECT_EQ(refused(40).standing("no-common-version"), Standing::possible);
}

TEST(ServerRefusal, TheName) {
  const Seen unknown = refused(112);
  EXPECT_EQ(unknown.causes(), "sni-unknown-name");
  EXPECT_EQ(unknown.standing("sni-unknown-name"), Standing::shown);
  EXPECT_EQ(refused(112, {.extensions = ""}).causes(), "sni-required");
  const Seen address = refused(112, {.extensions = server_name("10.0.0.1")});
  EXPECT_EQ(address.causes(), "sni-ip-literal sni-unknown-name");
  EXPECT_EQ(address.standing("sni-unknown-name"), Standing::likely);
  EXPECT_FALSE(unknown.has("sni-ip-literal"));
}

TEST(ServerRefusal, TheProtocol) {
  const Seen seen = refused(120, {.extensions = alpn("h2")});
  EXPECT_EQ(seen.causes(), "alpn-mismatch");
  EXPECT_EQ(seen.standing("alpn-mismatch"), Standing::shown);
}

TEST(ServerRefusal, InternalError) {
  EXPECT_EQ(refused(80).causes(), "internal-error-server");
  EXPECT_EQ(refused(80).standing("internal-error-server"), Standing::shown);
  EXPECT_EQ(refused(80, {.version = 0x0301}).causes(),
            "internal-error-server no-common-version sigalg-no-common");
}

TEST(ServerRefusal, AlertsThatSayItThemselves) {
  for (const auto& [alert, cause] :
       {std::pair{86, "fallback-scsv"}, {109, "missing-extension"}, {115, "psk-unknown"}}) {
    const Seen seen = refused(static_cast<std::uint8_t>(alert));
    EXPECT_EQ(seen.causes(), cause);
    EXPECT_EQ(seen.standing(cause), Standing::shown);
  }
  EXPECT_EQ(refused(49).causes(), "ip-acl-after-accept");
  EXPECT_EQ(refused(0).causes(), "fin-after-clienthello");
}

TEST(ServerRefusal, TheFormOfTheHello) {
  const Seen plain = refused(50);
  EXPECT_TRUE(plain.causes().starts_with("extension-intolerance")) << plain.causes();
  EXPECT_TRUE(plain.has("version-intolerance") && plain.has("middlebox-corrupts"));
  EXPECT_FALSE(plain.has("psk-binder-invalid") || plain.has("hrr-mishandled"));
  const Seen address = refused(50, {.extensions = server_name("10.0.0.1")});
  EXPECT_TRUE(address.causes().starts_with("sni-ip-literal")) << address.causes();
  const std::string binder = vector(2, vector(2, "id") + number(0, 4)) + vector(2, vector(1, "b"));
  const Seen psk = refused(47, {.extensions = server_name("a.test") + extension(41, binder)});
  EXPECT_TRUE(psk.causes().starts_with("psk-binder-invalid")) << psk.causes();
}

TEST(ServerRefusal, AHelloInTheFormatOfSsl2) {
  const auto refused_v2 = [](std::uint8_t alert) {
    const std::string suites("\0\0\x2f\0\0\x35", 6);
    const std::string body = number(1, 1) + number(0x0301, 2) + number(suites.size(), 2) +
                             number(0, 2) + number(16, 2) + suites + std::string(16, 'c');
    Dialogue d;
    d.client(number(0x8000 | body.size(), 2) + body)
        .server(alert_record(alert))
        .close(Side::responder);
    return Scene(d).seen_by(signs::server_refusal);
  };
  EXPECT_TRUE(refused_v2(40).causes().starts_with("sslv2-hello")) << refused_v2(40).causes();
  EXPECT_TRUE(refused_v2(50).causes().starts_with("sslv2-hello")) << refused_v2(50).causes();
  EXPECT_EQ(refused_v2(70).causes(), "no-common-version sslv2-hello");
  EXPECT_EQ(refused_v2(70).standing("no-common-version"), Standing::likely);
  EXPECT_FALSE(refused(40).has("sslv2-hello"));
}

TEST(ServerRefusal, OnlyOfAHelloAndOnlyByTheServer) {
  Dialogue later, client;
  later.client(hello_record()).server(server_hello_record(0xc02f)).server(alert_record(40));
  client.client(hello_record()).client(alert_record(40));
  EXPECT_EQ(Scene(later).seen_by(signs::server_refusal).causes(), "");
  EXPECT_EQ(Scene(client).seen_by(signs::server_refusal).causes(), "");
}

}  // namespace
}  // namespace tlswhy::testing
