#include "transcript/handshake.hpp"

#include <gtest/gtest.h>

#include "transcript/testing/dialogue.hpp"

namespace tlswhy::testing {
namespace {

const std::string leaf = fixture("certificates/leaf.der"),
                  issuing = fixture("certificates/issuing.der");

TEST(Handshake, ReadsEachMessageWithItsFrame) {
  Dialogue d;
  d.client(hello_record()).server(server_hello_record(0x0039));
  d.server(record(22, certificate_message({leaf, issuing}))).server(record(22, dhe_message(768)));
  const Transcript t = d.end();
  CertificateCache cache;
  const Handshake h = read_handshake(t, &cache);
  ASSERT_TRUE(h.client_hello && h.server_hello && h.server_certificates && h.server_key_exchange);
  EXPECT_EQ(h.client_hello.frame(), 1U);
  EXPECT_EQ(h.server_hello.frame(), 2U);
  EXPECT_EQ(h.server_certificates.frame(), 3U);
  EXPECT_EQ(h.server_key_exchange.frame(), 4U);
  EXPECT_EQ(h.server_certificates->at(0)->common_name, "leaf");
  EXPECT_EQ(h.server_key_exchange->dh_bits, 768U);
  EXPECT_EQ(h.certificate_request.why(), Unseen::not_reached);
}

// RFC 4279 section 3: what names the key stands in front.
TEST(Handshake, ReadsAKeyExchangeBehindAHint) {
  const std::string prime(128, '\xff');
  const std::string keys =
      vector(2, "hint") + vector(2, prime) + vector(2, "\x02") + vector(2, prime);
  Dialogue d;
  d.client(hello_record())
      .server(server_hello_record(0x00aa))
      .server(record(22, handshake(12, keys)));
  const Handshake h = read_handshake(d.end(), nullptr);
  ASSERT_TRUE(h.server_key_exchange);
  EXPECT_EQ(h.server_key_exchange->dh_bits, 1024U);
}

TEST(Handshake, OneCacheParsesACertificateOnce) {
  CertificateCache cache;
  EXPECT_EQ(cache.get(as_bytes(leaf)), cache.get(as_bytes(leaf)));
  EXPECT_NE(cache.get(as_bytes(leaf)), cache.get(as_bytes(issuing)));
}

TEST(Handshake, WithoutACacheCertificatesAreOnlyCounted) {
  Dialogue d;
  d.client(hello_record())
      .server(server_hello_record(0x0039) + record(22, certificate_message({leaf, issuing})));
  const Handshake h = read_handshake(d.end(), nullptr);
  ASSERT_TRUE(h.server_certificates);
  EXPECT_EQ(h.server_certificates->size(), 2U);
  EXPECT_FALSE(h.server_certificates->front()->parsed);
}

TEST(Handshake, OfTls13SaysThatTheRestIsEncrypted) {
  Dialogue d;
  d.client(hello_record()).server(server_hello_record(0x1301, supported_version(0x0304)));
  const Handshake h = read_handshake(d.end(), nullptr);
  EXPECT_TRUE(h.tls13());
  EXPECT_EQ(h.server_certificates.why(), Unseen::encrypted);
}

TEST(Handshake, ARetryKeepsBothHellos) {
  Dialogue d;
  d.client(hello_record({.session_id = "first"}));
  d.server(server_hello_record(0x1301, supported_version(0x0304), 0x0303, retry_random()));
  d.client(hello_record({.session_id = "second"}));
  d.server(server_hello_record(0x1301, supported_version(0x0304)));
  const Handshake h = read_handshake(d.end(), nullptr);
  ASSERT_TRUE(h.client_hello && h.second_client_hello && h.hello_retry_request && h.server_hello);
  EXPECT_EQ(h.client_hello.frame(), 1U);
  EXPECT_EQ(h.second_client_hello.frame(), 3U);
  EXPECT_EQ(h.server_hello.frame(), 4U);
}

TEST(Handshake, AnEmptyClientCertificateIsSeen) {
  Dialogue d;
  d.client(hello_record()).server(server_hello_record(0xc02f));
  d.client(record(22, certificate_message({})));
  const Handshake h = read_handshake(d.end(), nullptr);
  ASSERT_TRUE(h.client_certificates);
  EXPECT_TRUE(h.client_certificates->empty());
  EXPECT_FALSE(h.server_certificates);
}

TEST(Handshake, AForgedSignatureDoesNotVerify) {
  Dialogue d;
  d.client(hello_record()).server(server_hello_record(0x0039));
  d.server(record(22, certificate_message({leaf}) + dhe_message(2048)));
  CertificateCache cache;
  EXPECT_EQ(key_exchange_signature_valid(read_handshake(d.end(), &cache)), false);
}

}  // namespace
}  // namespace tlswhy::testing
