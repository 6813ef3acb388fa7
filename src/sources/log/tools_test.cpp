// Programs that print what a handshake came to: openssl s_client, curl -v, keytool.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "sources/log/log_reader.hpp"
#include "sources/log/testing/read_text.hpp"
#include "transcript/handshake.hpp"

namespace tlswhy {
namespace {

std::vector<Transcript> read(std::string_view text) { return testing::read_text<LogReader>(text); }

const CertificateList& chain_of(const Transcript& t) {
  return t.transport.log()->certificates.at(index(Side::responder));
}

// What openssl req -x509 made for a.example and threw the key of away.
const std::string pem =
    "-----BEGIN CERTIFICATE-----\n"
    "MIIDCTCCAfGgAwIBAgIUOxL/6BQq9igHljs4zPe5jXGiVTEwDQYJKoZIhvcNAQEL\n"
    "BQAwFDESMBAGA1UEAwwJYS5leGFtcGxlMB4XDTI2MTEyOTA5MzU1NloXDTI2MTIy\n"
    "OTA5MzU1NlowFDESMBAGA1UEAwwJYS5leGFtcGxlMIIBIjANBgkqhkiG9w0BAQEF\n"
    "AAOCAQ8AMIIBCgKCAQEAi39Aj97de8/3B+dJ2c3rfCBWuLpw9c+c+eynbyEUJg9I\n"
    "MS1N+bTaYDVqW4e3OL76dpbVZPCdeMteFnkB9q1tsXk/fF2RZMS5F85eBxFEL4Pa\n"
    "JffNJHj80p+GwHebnOCQhIo5NS/SW53oQvcfaTbaDsqKL/KHS0zgjy97GGiXG32T\n"
    "L+YbWUr7dTyboPAExLoa9tUwtEZGhRNrXzu7prf62pW/Bg9f865n8fl9wPkhU+bE\n"
    "AP8cWGDtzqTdJLnRJvFT/cYf8QMQGqNYIL6uWSX+tC1wKKreENT0HptfoYB5fBUA\n"
    "gSfh1MIzJxfWAyTPD+9YYbMB4RD5PEjbday2BsQGywIDAQABo1MwUTAdBgNVHQ4E\n"
    "FgQUr/dhBNkGpIBoOjCDx/OTHErF8ikwHwYDVR0jBBgwFoAUr/dhBNkGpIBoOjCD\n"
    "x/OTHErF8ikwDwYDVR0TAQH/BAUwAwEB/zANBgkqhkiG9w0BAQsFAAOCAQEANJ6D\n"
    "/Mpjr9Fna+9Fa+bb08YllDVHZ+cAKeHGbNlNyNgkl64vRKGcGaLvF4qJkgkP3JyH\n"
    "L0g14SJQzW3suPG/ZbADr3pJGPV67gM769ws8kJFVwu0OcOkBs27/ZEtV0YGemb+\n"
    "s+MJtLPGKvuIYnfDvxFJ2HcY+Da7lKxnN4+oYMf+rpbW7k+7mlhuhZdp+EByuJC6\n"
    "dxZVvO7wNX3CqUjzTLYEFBA1y/1mk9HC+D4TTh89NLblIHWbwFvvcb9nP54/wDea\n"
    "MpQ5BZE6OpNYenRLi7Ib1snghG3KK2f7af0iq+10TtMHJmwct99ICDbpgqip8UHN\n"
    "gFwsTS65JfYdWyn/tg==\n"
    "-----END CERTIFICATE-----\n"
    "";

// The parts that are printed of a session, with verify errors before them as in a pipe.
std::string s_client(std::string_view session) {
  return "depth=0 CN = a.example\nverify error:num=18:self-signed certificate\n"
         "verify return:1\nCONNECTED(00000003)\n---\nCertificate chain\n 0 s:CN = a.example\n"
         "   i:CN = a.example\n" +
         pem + "---\nServer certificate\nsubject=CN = a.example\n---\n" + std::string(session);
}

TEST(SClientOutput, HoldsChainVersionSuiteAndGroup) {
  const auto found =
      read(s_client("Server Temp Key: X25519, 253 bits\n---\n"
                    "SSL handshake has read 1337 bytes and written 395 bytes\n---\n"
                    "New, TLSv1.3, Cipher is TLS_AES_256_GCM_SHA384\n"
                    "Verify return code: 18 (self-signed certificate)\n---\n"));
  ASSERT_EQ(found.size(), 1U);
  ASSERT_EQ(chain_of(found[0]).size(), 1U);
  EXPECT_TRUE(chain_of(found[0]).front()->parsed);
  EXPECT_EQ(chain_of(found[0]).front()->common_name, "a.example");
  const Handshake h = read_handshake(found[0], nullptr);
  ASSERT_TRUE(h.server_hello);
  EXPECT_EQ(h.version(), ProtocolVersion::TLSv1_3);
  EXPECT_EQ(h.server_hello->cipher_suite, CipherSuite{0x1302});
  EXPECT_EQ(found[0].transport.log()->speaker, Party::client);
}

TEST(SClientOutput, TellsTheSizeOfADiffieHellmanGroupInTls12) {
  const auto found =
      read(s_client("Server Temp Key: DH, 1024 bits\n---\n"
                    "New, TLSv1.2, Cipher is DHE-RSA-AES128-GCM-SHA256\nSSL-Session:\n"
                    "    Protocol  : TLSv1.2\n    Cipher    : DHE-RSA-AES128-GCM-SHA256\n"
                    "    Start Time: 1795944957\n"));
  ASSERT_EQ(found.size(), 1U);
  const Handshake h = read_handshake(found[0], nullptr);
  EXPECT_EQ(h.version(), ProtocolVersion::TLSv1_2);
  ASSERT_TRUE(h.server_key_exchange);
  EXPECT_EQ(h.server_key_exchange->dh_bits, 1024U);
  EXPECT_EQ(found[0].transport.log()->start, from_seconds(1'795'944'957));
}

// OpenSSL 1.0.2 names in its first line the version in which the suite came up.
TEST(SClientOutput, TakesTheVersionFromTheSessionWhereTheFirstLineNamesAnother) {
  const auto found =
      read(s_client("New, TLSv1/SSLv3, Cipher is ECDHE-RSA-AES256-GCM-SHA384\nSSL-Session:\n"
                    "    Protocol  : TLSv1.2\n    Cipher    : ECDHE-RSA-AES256-GCM-SHA384\n"));
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(read_handshake(found[0], nullptr).version(), ProtocolVersion::TLSv1_2);
}

TEST(SClientOutput, OfAHandshakeThatBrokeOffIsNotFinished) {
  const auto found =
      read(s_client("") +
           "error:0A000410:SSL routines:ssl3_read_bytes:sslv3 alert handshake failure:"
           "../ssl/record/rec_layer_s3.c:1605:SSL alert number 40\n"
           "New, TLSv1.2, Cipher is ECDHE-RSA-AES256-GCM-SHA384\n");
  ASSERT_EQ(found.size(), 1U);
  for (const HandshakeMessage& m : found[0].messages) EXPECT_NE(m.type, HandshakeType::finished);
  ASSERT_EQ(found[0].alerts.size(), 1U);
  EXPECT_EQ(found[0].alerts.front().from, Side::responder);
  EXPECT_EQ(found[0].alerts.front().description, AlertDescription::handshake_failure);
}

TEST(SClientOutput, OfTwoConnectionsIsToldApart) {
  const std::string one = s_client("New, TLSv1.3, Cipher is TLS_AES_256_GCM_SHA384\n");
  EXPECT_EQ(read(one + one.substr(one.find("CONNECTED("))).size(), 2U);
}

TEST(CurlOutput, TellsWhoSentAnAlertByItsNumber) {
  const auto found = read(
      "* TLSv1.3 (OUT), TLS alert, something new (557):\n"
      "* TLSv1.3 (IN), TLS alert, close notify (256):\n"
      "* SSL certificate problem: certificate has expired\n");
  ASSERT_EQ(found.size(), 1U);
  ASSERT_EQ(found[0].alerts.size(), 1U);
  EXPECT_EQ(found[0].alerts.front().from, Side::initiator);
  EXPECT_EQ(found[0].alerts.front().description, AlertDescription::certificate_expired);
}

TEST(CurlOutput, HoldsWhatWasChosenOfAConnectionThatWorked) {
  const auto found = read(
      "* Connected to a.example (192.0.2.7) port 443 (#0)\n"
      "* SSL connection using TLSv1.2 / ECDHE-RSA-AES128-GCM-SHA256\n"
      "* Connected to b.example (192.0.2.8) port 443 (#1)\n"
      "* SSL connection using TLSv1.3 / TLS_AES_128_GCM_SHA256 / x25519 / RSASSA-PSS\n");
  ASSERT_EQ(found.size(), 2U);
  const Handshake first = read_handshake(found[0], nullptr);
  EXPECT_EQ(first.version(), ProtocolVersion::TLSv1_2);
  EXPECT_EQ(first.server_hello->cipher_suite, CipherSuite{0xc02f});
  EXPECT_EQ(read_handshake(found[1], nullptr).version(), ProtocolVersion::TLSv1_3);
  EXPECT_EQ(found[1].transport.log()->server.host, "b.example");
}

TEST(KeytoolOutput, HoldsTheFieldsOfEachCertificate) {
  const auto found = read(
      "Certificate #0\n====================================\n"
      "Owner: CN=a.example, O=\"Example, Inc.\"\nIssuer: CN=Example CA\nSerial number: 3b12ff\n"
      "Valid from: Sun Nov 29 09:35:56 UTC 2026 until: Tue Dec 29 09:35:56 UTC 2026\n"
      "Signature algorithm name: SHA256withRSA\n"
      "Subject Public Key Algorithm: 2048-bit RSA key\nVersion: 3\n\nExtensions: \n\n"
      "#1: ObjectId: 2.5.29.17 Criticality=false\nSubjectAlternativeName [\n"
      "  DNSName: a.example\n]\n\n"
      "Certificate #1\n====================================\n"
      "Owner: CN=Example CA\nIssuer: CN=Example Root\nSerial number: 1\n"
      "Subject Public Key Algorithm: 256-bit EC (secp256r1) key\n");
  ASSERT_EQ(found.size(), 1U);
  const CertificateList& chain = chain_of(found[0]);
  ASSERT_EQ(chain.size(), 2U);
  EXPECT_EQ(chain[0]->subject, "CN=a.example, O=Example\\, Inc.");
  EXPECT_EQ(chain[0]->serial, "3B12FF");
  EXPECT_EQ(chain[0]->not_after, parse_time("2026-12-29T09:35:56Z"));
  EXPECT_EQ(chain[0]->key_bits, 2048U);
  EXPECT_EQ(chain[0]->dns_names, std::vector<std::string>{"a.example"});
  EXPECT_EQ(chain[1]->issuer, "CN=Example Root");
  EXPECT_EQ(chain[1]->key, KeyKind::ec);
}

}  // namespace
}  // namespace tlswhy
