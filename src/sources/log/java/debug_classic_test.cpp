#include "sources/log/java/debug_classic.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <string>
#include <vector>

#include "base/byte_stream.hpp"
#include "sources/log/log_threads.hpp"
#include "sources/log/testing/read_text.hpp"
#include "transcript/handshake.hpp"

namespace tlswhy {
namespace {

std::vector<Transcript> read(std::string_view text) { return testing::read_text<LogThreads>(text); }

std::string sample() {
  std::ifstream in("tests/cases/log-java-debug-classic/input.txt", std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

constexpr std::string_view hello =
    "%% No cached client session\n"
    "*** ClientHello, TLSv1.2\n"
    "RandomCookie:  GMT: 1763700000 bytes = { 1, 2 }\n"
    "Session ID:  {}\n"
    "Cipher Suites: [TLS_RSA_WITH_AES_128_CBC_SHA, SSL_RSA_WITH_RC4_128_SHA]\n"
    "Compression Methods:  { 0 }\n"
    "Extension elliptic_curves, curve names: {secp256r1, secp384r1}\n"
    "Extension signature_algorithms, signature_algorithms: SHA512withECDSA, SHA256withRSA\n"
    "***\n";

TEST(JavaDebugClassic, ReadsAHandshakeUpToItsRefusal) {
  const auto all = read(sample());
  ASSERT_EQ(all.size(), 1U);
  const Handshake h = read_handshake(all[0], nullptr);
  ASSERT_TRUE(h.client_hello && h.server_hello && h.server_certificates && h.server_key_exchange);
  EXPECT_EQ(h.client_hello->server_name, "gadget.example.test");
  EXPECT_EQ(h.version(), ProtocolVersion::TLSv1_0);
  EXPECT_EQ(h.server_key_exchange->dh_bits, 2048U);
  ASSERT_EQ(h.server_certificates->size(), 2U);
  const Certificate& root = *h.server_certificates->back();
  EXPECT_TRUE(root.is_ca);
  EXPECT_EQ(root.key_text, "RSA-2048");
  EXPECT_EQ(root.subject_key_id.size(), 20U);  // and nothing of the signature behind it
  ASSERT_EQ(all[0].alerts.size(), 1U);
  EXPECT_EQ(all[0].alerts[0].description, AlertDescription::internal_error);
  // The first four bytes of the random are the client's clock.
  EXPECT_EQ(to_date(all[0].transport.last()), "2025-11-21");
}

// Printed in the chain and listed in the store, it is one certificate.
TEST(JavaDebugClassic, KnowsARootOfTheStoreAgain) {
  const auto all = read(sample());
  const auto& stores = all.at(0).transport.log()->stores;
  ASSERT_EQ(stores.size(), 1U);
  ASSERT_EQ(stores[0]->size(), 1U);
  const Handshake h = read_handshake(all[0], nullptr);
  EXPECT_EQ(stores[0]->front()->sha256, h.server_certificates->back()->sha256);
  EXPECT_NE(stores[0]->front()->sha256, h.server_certificates->front()->sha256);
}

TEST(JavaDebugClassic, ReadsNamesThatOnlyJavaHas) {
  const auto all = read(hello);
  ASSERT_EQ(all.size(), 1U);
  const Handshake h = read_handshake(all[0], nullptr);
  ASSERT_TRUE(h.client_hello);
  EXPECT_EQ(code(h.client_hello->cipher_suites.back()), 0x0005);
  ASSERT_EQ(h.client_hello->signature_algorithms.size(), 2U);
  EXPECT_EQ(code(h.client_hello->signature_algorithms[0]), 0x0603);
  EXPECT_EQ(code(h.client_hello->signature_algorithms[1]), 0x0401);
  EXPECT_EQ(h.client_hello->supported_groups.size(), 2U);
}

// A hello stands before the line that names its thread.
TEST(JavaDebugClassic, GivesAHelloToTheThreadBehindIt) {
  const std::string text = std::string(hello) + "exec-1, WRITE: TLSv1.2 Handshake, length = 97\n" +
                           std::string(hello) + "exec-2, WRITE: TLSv1.2 Handshake, length = 97\n" +
                           "exec-1, RECV TLSv1.2 ALERT:  fatal, handshake_failure\n";
  const auto all = read(text);
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[0].alerts.size() + all[1].alerts.size(), 1U);
  EXPECT_EQ(all[0].messages.size(), 1U);
  EXPECT_EQ(all[1].messages.size(), 1U);
}

TEST(JavaDebugClassic, ReadsBehindALoggersPrefix) {
  std::string text;
  std::string_view rest = hello;
  while (!rest.empty()) {
    const std::size_t end = rest.find('\n') + 1;
    text += "2026-01-02 10:11:12 stdout: " + std::string(rest.substr(0, end));
    rest.remove_prefix(end);
  }
  text += "2026-01-02 10:11:13 stdout: exec-1, RECV TLSv1.2 ALERT:  fatal, handshake_failure\n";
  const auto all = read(text);
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0].alerts.size(), 1U);
  const Handshake h = read_handshake(all[0], nullptr);
  ASSERT_TRUE(h.client_hello);
  EXPECT_EQ(h.client_hello->cipher_suites.size(), 2U);
}

TEST(JavaDebugClassic, SeesThatThePeerLeftFirst) {
  const auto all =
      read(std::string(hello) + "main, WRITE: TLSv1.2 Handshake, length = 97\n" +
           "main, received EOFException: error\n"
           "main, handling exception: javax.net.ssl.SSLHandshakeException: Remote host closed "
           "connection during handshake\n"
           "main, SEND TLSv1.2 ALERT:  fatal, description = handshake_failure\n");
  ASSERT_EQ(all.size(), 1U);
  const auto closes = all[0].transport.closes();
  ASSERT_FALSE(closes.empty());
  EXPECT_EQ(closes[0].by, Side::responder);
  EXPECT_LT(closes[0].frame, all[0].alerts.at(0).frame);
}

}  // namespace
}  // namespace tlswhy
