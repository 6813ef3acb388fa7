#include "sources/log/java/debug.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <string>
#include <vector>

#include "base/byte_stream.hpp"
#include "sources/log/log_threads.hpp"
#include "sources/log/testing/read_text.hpp"
#include "transcript/handshake.hpp"
#include "wire/registry.hpp"

namespace tlswhy {
namespace {

std::vector<Transcript> read(std::string_view text) { return testing::read_text<LogThreads>(text); }

std::string file_text(const char* path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::string entry(std::string_view thread, std::string_view message) {
  return "javax.net.ssl|DEBUG|" + std::string(thread) +
         "|main|2026-11-29 24:38:51.041 UTC|X.java:1|" + std::string(message) + "\n";
}

std::string hello(std::string_view thread, std::string_view host) {
  return entry(thread, "Produced ClientHello handshake message (") +
         "\"ClientHello\": {\n"
         "  \"client version\"      : \"TLSv1.2\",\n"
         "  \"random\"              : \"7194CA86\",\n"
         "  \"session id\"          : \"\",\n"
         "  \"cipher suites\"       : \"[TLS_AES_256_GCM_SHA384(0x1302), Unknown(0xFFFE)]\",\n"
         "  \"extensions\"          : [\n"
         "    \"server_name (0)\": {\n"
         "      type=host_name (0), value=" +
         std::string(host) +
         "\n    },\n"
         "    \"renegotiation_info (65,281)\": {\n"
         "      \"renegotiated connection\": [<no renegotiated connection>]\n"
         "    }\n  ]\n}\n)\n";
}

constexpr std::string_view received_alert =
    "\"Alert\": {\n  \"level\"      : \"fatal\",\n  \"description\": \"handshake_failure\"\n}\n)\n";

TEST(JavaDebug, ReadsARecordedHandshakeOfTls13) {
  const auto all = read(file_text("tests/cases/log-java-debug/input.txt"));
  ASSERT_EQ(all.size(), 1U);
  const Handshake h = read_handshake(all[0], nullptr);
  ASSERT_TRUE(h.client_hello && h.server_hello && h.server_certificates);
  EXPECT_TRUE(h.tls13());
  EXPECT_GT(h.client_hello->cipher_suites.size(), 30U);
  EXPECT_EQ(cipher_suite_name(h.server_hello->cipher_suite), "TLS_AES_256_GCM_SHA384");
  ASSERT_EQ(h.server_certificates->size(), 2U);
  const Certificate& leaf = *h.server_certificates->front();
  EXPECT_EQ(leaf.subject, "CN=localhost");
  EXPECT_EQ(leaf.issuer, "CN=Example Root, O=Example");
  EXPECT_EQ(leaf.dns_names, std::vector<std::string>{"localhost"});
  EXPECT_EQ(leaf.signature.hash, "SHA256");
  EXPECT_TRUE(leaf.der.empty());
  EXPECT_LT(leaf.not_before, leaf.not_after);
  ASSERT_EQ(all[0].alerts.size(), 1U);
  EXPECT_EQ(all[0].alerts[0].from, Side::initiator);
  EXPECT_EQ(all[0].alerts[0].description, AlertDescription::certificate_unknown);
  EXPECT_EQ(all[0].transport.log()->speaker, Party::client);
}

TEST(JavaDebug, SeesThatAHandshakeWorked) {
  const auto all = read(file_text("tests/cases/log-java-debug-established/input.txt"));
  ASSERT_EQ(all.size(), 1U);
  EXPECT_TRUE(all[0].alerts.empty());
}

TEST(JavaDebug, ReadsAHelloByItsNumbers) {
  const auto all = read(hello("10", "a.example.test"));
  ASSERT_EQ(all.size(), 1U);
  const Handshake h = read_handshake(all[0], nullptr);
  ASSERT_TRUE(h.client_hello);
  EXPECT_EQ(h.client_hello->server_name, "a.example.test");
  EXPECT_EQ(code(h.client_hello->cipher_suites.back()), 0xfffe);
  EXPECT_TRUE(h.client_hello->has(ExtensionType::renegotiation_info));
  EXPECT_EQ(h.client_hello.frame(), 1U);
}

TEST(JavaDebug, KeepsThreadsApart) {
  const auto all = read(hello("10", "a.example.test") + hello("2F", "b.example.test") +
                        entry("10", "Received alert message (") + std::string(received_alert));
  ASSERT_EQ(all.size(), 2U);
  for (const Transcript& t : all) {
    const Handshake h = read_handshake(t, nullptr);
    ASSERT_TRUE(h.client_hello);
    EXPECT_EQ(t.alerts.size(), h.client_hello->server_name == "a.example.test" ? 1U : 0U);
  }
  EXPECT_NE(all[0].number, all[1].number);
}

TEST(JavaDebug, TakesAServerForOne) {
  std::string text = hello("10", "a.example.test");
  text.replace(text.find("Produced"), 8, "Consuming");
  const auto all =
      read(text + entry("10", "Fatal (HANDSHAKE_FAILURE): no cipher suites in common ("));
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0].transport.log()->speaker, Party::server);
  ASSERT_EQ(all[0].alerts.size(), 1U);
  EXPECT_EQ(all[0].alerts[0].from, Side::responder);
}

// The alert that a client sends when its peer has left is an effect.
TEST(JavaDebug, LetsTheCloseOfThePeerStandFirst) {
  const auto all = read(hello("10", "a.example.test") +
                        entry("10", "Fatal (HANDSHAKE_FAILURE): Couldn't kickstart handshaking (") +
                        "\"throwable\" : {\n  javax.net.ssl.SSLHandshakeException: Remote host "
                        "terminated the handshake\n)\n");
  ASSERT_EQ(all.size(), 1U);
  EXPECT_TRUE(all[0].alerts.empty());
  ASSERT_EQ(all[0].transport.closes().size(), 1U);
  EXPECT_EQ(all[0].transport.closes()[0].by, Side::responder);
}

TEST(JavaDebug, HoldsWhatAHostileTextGrows) {
  std::string text;
  for (int i = 0; i < 200; ++i) text += entry("10", "Produced ClientKeyExchange handshake message");
  text += entry("10", "adding as trusted certificates (");
  for (int i = 0; i < 5000; ++i) {
    text +=
        "  \"certificate\" : {\n    \"subject\"            : \"CN=" + std::to_string(i) + "\",\n";
  }
  const auto all = read(text);
  ASSERT_EQ(all.size(), 1U);
  EXPECT_LE(all[0].messages.size(), 64U);
}

}  // namespace
}  // namespace tlswhy
