#include "wire/client_hello.hpp"

#include <gtest/gtest.h>

#include "wire/grease.hpp"
#include "wire/testing/tls_bytes.hpp"

namespace tlswhy::testing {
namespace {

ClientHello parsed(const std::string& body) {
  const auto hello = parse_client_hello(as_bytes(body));
  EXPECT_TRUE(hello);
  return hello.value_or(ClientHello{});
}

TEST(ClientHello, ReadsWhatItOffers) {
  const ClientHello hello = parsed(client_hello(
      {.session_id = "0123",
       .extensions = server_name("a.example") + extension(10, vector(2, codes({29, 23}))) +
                     extension(13, vector(2, codes({0x0804, 0x0401}))) +
                     extension(16, vector(2, vector(1, "h2") + vector(1, "http/1.1"))) +
                     extension(50, vector(2, codes({0x0401})))}));
  EXPECT_EQ(hello.server_name, "a.example");
  EXPECT_EQ(hello.supported_groups.size(), 2U);
  EXPECT_EQ(hello.signature_algorithms.size(), 2U);
  EXPECT_EQ(hello.signature_algorithms_cert->size(), 1U);
  EXPECT_EQ(hello.alpn, (std::vector<std::string>{"h2", "http/1.1"}));
  EXPECT_EQ(hello.session_id.size(), 4U);
  EXPECT_TRUE(hello.offers(CipherSuite::TLS_EMPTY_RENEGOTIATION_INFO_SCSV));
  EXPECT_FALSE(hello.offers(CipherSuite::TLS_FALLBACK_SCSV));
  EXPECT_FALSE(hello.damaged);
}

TEST(ClientHello, VersionIsThatOfTheExtension) {
  EXPECT_EQ(parsed(client_hello({.version = 0x0301})).highest_version(), ProtocolVersion::TLSv1_0);
  const auto with = [](std::initializer_list<std::uint16_t> versions) {
    return parsed(client_hello({.extensions = extension(43, vector(1, codes(versions)))}));
  };
  EXPECT_EQ(with({0x0304, 0x0303}).highest_version(), ProtocolVersion::TLSv1_3);
  EXPECT_EQ(with({0x0303, 0x0302}).highest_version(), ProtocolVersion::TLSv1_2);
  EXPECT_EQ(with({0x7f1c, 0x0303}).highest_version(), ProtocolVersion::TLSv1_3);  // a draft
}

TEST(ClientHello, GreaseIsKeptWhereOrderMattersAndIsNoVersion) {
  const ClientHello hello = parsed(client_hello(
      {.suites = codes({0x1a1a, 0x1301}),
       .extensions = extension(0x2a2a, "") + extension(43, vector(1, codes({0x3a3a, 0x0304})))}));
  EXPECT_EQ(hello.cipher_suites.size(), 2U);
  EXPECT_EQ(without_grease(hello.cipher_suites), std::vector<std::uint16_t>{0x1301});
  EXPECT_TRUE(hello.has(static_cast<ExtensionType>(0x2a2a)));
  EXPECT_EQ(hello.supported_versions, std::vector<ProtocolVersion>{ProtocolVersion::TLSv1_3});
  EXPECT_FALSE(is_grease(0x1a2a));
}

TEST(ClientHello, WithoutExtensionsIsWhole) {
  const std::string body = client_hello({.extensions = {}});
  const ClientHello hello = parsed(body.substr(0, body.size() - 2));
  EXPECT_TRUE(hello.extensions.empty());
  EXPECT_FALSE(hello.damaged);
}

TEST(ClientHello, DamageInsideKeepsTheRest) {
  const ClientHello hello = parsed(client_hello(
      {.extensions = extension(10, number(99, 2) + codes({29})) + server_name("a.example")}));
  EXPECT_TRUE(hello.damaged);
  EXPECT_EQ(hello.server_name, "a.example");
}

TEST(ClientHello, CutBeforeItsExtensionsIsNone) {
  const std::string body = client_hello({.extensions = {}});
  for (std::size_t size = 0; size + 2 < body.size(); ++size) {
    EXPECT_FALSE(parse_client_hello(as_bytes(body).first(size))) << size;
  }
}

TEST(ClientHello, SSLv2FormNamesTlsSuites) {
  const std::string body = number(1, 1) + number(0x0301, 2) + number(9, 2) + number(0, 2) +
                           number(16, 2) + number(0x00002f, 3) + number(0x010080, 3) +
                           number(0x000035, 3) + std::string(16, 'r');
  const auto hello = parse_sslv2_client_hello(as_bytes(body));
  ASSERT_TRUE(hello);
  EXPECT_TRUE(hello->sslv2_format);
  EXPECT_EQ(hello->highest_version(), ProtocolVersion::TLSv1_0);
  EXPECT_EQ(hello->cipher_suites.size(), 2U);  // 0x010080 is SSLv2's own RC4
  EXPECT_EQ(hello->random.size(), 16U);
  EXPECT_FALSE(parse_sslv2_client_hello(as_bytes(body).first(body.size() - 1)));
}

TEST(ClientHello, OfRealClientsIsNeverDamaged) {
  for (const char* client : {"java8", "java17", "jsse7u51", "openssl36", "go127", "nss", "gnutls37",
                             "mbedtls36", "node20", "java25"}) {
    const std::string body = fixture(std::string("hellos/") + client + ".bin");
    ASSERT_FALSE(body.empty()) << client;
    EXPECT_FALSE(parsed(body).damaged) << client;
  }
}

}  // namespace
}  // namespace tlswhy::testing
