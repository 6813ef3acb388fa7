#include "wire/server_messages.hpp"

#include <gtest/gtest.h>

#include "wire/names.hpp"
#include "wire/testing/tls_bytes.hpp"

namespace tlswhy::testing {
namespace {

using Kind = ServerKeyExchange::Kind;

std::string dhe_parameters(std::string_view prime) {
  return vector(2, prime) + vector(2, "\x02") + vector(2, prime);
}

TEST(ServerHello, OfTls12IsItsLegacyVersion) {
  const std::string body =
      server_hello(0xc02f, extension(0xff01, "\0") + extension(16, vector(2, vector(1, "h2"))));
  const auto hello = parse_server_hello(as_bytes(body));
  ASSERT_TRUE(hello);
  EXPECT_EQ(hello->selected_version, ProtocolVersion::TLSv1_2);
  EXPECT_EQ(code(hello->cipher_suite), 0xc02f);
  EXPECT_EQ(hello->alpn, "h2");
  EXPECT_TRUE(hello->has(ExtensionType::renegotiation_info));
  EXPECT_FALSE(hello->hello_retry_request);
}

TEST(ServerHello, OfTls13IsThatOfTheExtension) {
  const std::string share = extension(51, number(29, 2) + vector(2, std::string(32, 'k')));
  const std::string body = server_hello(0x1301, supported_version(0x0304) + share);
  const auto hello = parse_server_hello(as_bytes(body));
  ASSERT_TRUE(hello);
  EXPECT_EQ(hello->selected_version, ProtocolVersion::TLSv1_3);
  EXPECT_EQ(hello->legacy_version, ProtocolVersion::TLSv1_2);
  ASSERT_TRUE(hello->key_share);
  EXPECT_EQ(code(*hello->key_share), 29);
}

TEST(ServerHello, WithTheRetryRandomAsksAgain) {
  const std::string body = server_hello(
      0x1301, supported_version(0x0304) + extension(51, number(24, 2)), 0x0303, retry_random());
  const auto hello = parse_server_hello(as_bytes(body));
  ASSERT_TRUE(hello);
  EXPECT_TRUE(hello->hello_retry_request);
  EXPECT_EQ(code(hello->key_share.value_or(NamedGroup{})), 24);
}

TEST(ServerKeyExchange, CountsTheBitsOfThePrimeWithoutLeadingZeros) {
  struct Row {
    std::string prime;
    std::uint32_t bits;
  };
  const Row rows[] = {{std::string(64, '\xff'), 512},
                      {std::string("\0\0", 2) + std::string(64, '\xff'), 512},
                      {"\x01" + std::string(127, '\0'), 1017},
                      {std::string(256, '\x80'), 2048}};
  for (const Row& row : rows) {
    const std::string body =
        dhe_parameters(row.prime) + codes({0x0401}) + vector(2, std::string(256, 'x'));
    const auto message =
        parse_server_key_exchange(as_bytes(body), Kind::dhe, ProtocolVersion::TLSv1_2);
    ASSERT_TRUE(message);
    EXPECT_EQ(message->dh_bits, row.bits);
    EXPECT_EQ(code(message->scheme.value_or(SignatureScheme{})), 0x0401);
    EXPECT_EQ(message->parameters.size(), dhe_parameters(row.prime).size());
    EXPECT_EQ(message->signature.size(), 256U);
  }
}

TEST(ServerKeyExchange, BeforeTls12HasNoScheme) {
  const std::string body =
      dhe_parameters(std::string(128, '\xff')) + vector(2, std::string(256, 'x'));
  const auto message =
      parse_server_key_exchange(as_bytes(body), Kind::dhe, ProtocolVersion::TLSv1_0);
  ASSERT_TRUE(message);
  EXPECT_FALSE(message->scheme);
  EXPECT_EQ(message->signature.size(), 256U);
}

TEST(ServerKeyExchange, NamesTheCurve) {
  const std::string body = number(3, 1) + number(23, 2) + vector(1, std::string(65, 'p')) +
                           codes({0x0804}) + vector(2, std::string(256, 'x'));
  const auto message =
      parse_server_key_exchange(as_bytes(body), Kind::ecdhe, ProtocolVersion::TLSv1_2);
  ASSERT_TRUE(message);
  EXPECT_EQ(code(message->group.value_or(NamedGroup{})), 23);
  EXPECT_EQ(message->dh_bits, 0U);
}

TEST(ServerKeyExchange, OfAnonymousSuitesHasNoSignature) {
  const std::string body = dhe_parameters(std::string(64, '\xff'));
  const auto message =
      parse_server_key_exchange(as_bytes(body), Kind::dhe, ProtocolVersion::TLSv1_2);
  ASSERT_TRUE(message);
  EXPECT_TRUE(message->signature.empty());
  EXPECT_EQ(message->dh_bits, 512U);
}

TEST(CertificateList, ThatIsCutGivesWhatIsWhole) {
  const std::string body = vector(3, vector(3, "leaf") + vector(3, "issuer"));
  EXPECT_EQ(parse_certificate_list(as_bytes(body)).size(), 2U);
  EXPECT_EQ(parse_certificate_list(as_bytes(body).first(body.size() - 1)).size(), 1U);
  EXPECT_TRUE(parse_certificate_list(as_bytes(std::string(3, '\0'))).empty());
}

TEST(CertificateRequest, HasSchemesFromTls12On) {
  const std::string names = vector(2, vector(2, "name one") + vector(2, "name two"));
  const std::string types = vector(1, "\x01\x40");
  const std::string with = types + vector(2, codes({0x0804, 0x0401})) + names;
  const auto new_form = parse_certificate_request(as_bytes(with), ProtocolVersion::TLSv1_2);
  ASSERT_TRUE(new_form);
  EXPECT_EQ(new_form->signature_algorithms.size(), 2U);
  EXPECT_EQ(new_form->authorities.size(), 2U);
  const auto old_form =
      parse_certificate_request(as_bytes(types + names), ProtocolVersion::TLSv1_1);
  ASSERT_TRUE(old_form);
  EXPECT_TRUE(old_form->signature_algorithms.empty());
  EXPECT_EQ(old_form->authorities.size(), 2U);
}

TEST(Names, OfVersionsAndMessages) {
  EXPECT_EQ(version_name(ProtocolVersion::TLSv1_0), "TLSv1.0");
  EXPECT_EQ(version_name(static_cast<ProtocolVersion>(0x7f12)), "0x7f12");
  EXPECT_EQ(handshake_type_name(HandshakeType::server_key_exchange), "server_key_exchange");
  EXPECT_EQ(handshake_type_name(static_cast<HandshakeType>(200)), "unknown");
}

}  // namespace
}  // namespace tlswhy::testing
