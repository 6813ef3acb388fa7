#include "wire/encrypted_messages.hpp"

#include <gtest/gtest.h>

#include "wire/testing/tls_bytes.hpp"

namespace tlswhy::testing {
namespace {

// Every piece of a whole message that is cut at the end must be refused.
template <class Parse>
void expect_whole_only(const std::string& body, Parse parse) {
  EXPECT_TRUE(parse(as_bytes(body)));
  for (std::size_t size = 0; size < body.size(); ++size) {
    EXPECT_FALSE(parse(as_bytes(body.substr(0, size)))) << size;
  }
  EXPECT_FALSE(parse(as_bytes(body + "x")));
}

TEST(EncryptedExtensions, TellAlpnAndWhatWasAcknowledged) {
  const std::string body =
      vector(2, extension(0, "") + extension(16, vector(2, vector(1, "http/1.1"))));
  const auto message = parse_encrypted_extensions(as_bytes(body));
  ASSERT_TRUE(message);
  EXPECT_EQ(message->alpn, "http/1.1");
  EXPECT_EQ(message->extensions.size(), 2U);
  expect_whole_only(body, parse_encrypted_extensions);
}

TEST(CertificateRequestTls13, ListsSchemesAndAuthorities) {
  const std::string body =
      vector(1, "ctx") +
      vector(2, extension(13, vector(2, codes({0x0804, 0x0403}))) +
                    extension(50, vector(2, codes({0x0401}))) +
                    extension(47, vector(2, vector(2, "one") + vector(2, "two"))));
  const auto message = parse_certificate_request_tls13(as_bytes(body));
  ASSERT_TRUE(message);
  EXPECT_EQ(message->signature_algorithms.size(), 2U);
  EXPECT_EQ(message->signature_algorithms_cert.size(), 1U);
  ASSERT_EQ(message->authorities.size(), 2U);
  EXPECT_EQ(as_text(message->authorities[1]), "two");
  EXPECT_EQ(as_text(message->context), "ctx");
  expect_whole_only(body, parse_certificate_request_tls13);
}

TEST(CertificateTls13, KeepsTheStapleOfEachEntry) {
  const std::string staple = extension(5, number(1, 1) + vector(3, "response"));
  const std::string body = vector(1, "") + vector(3, vector(3, "leaf") + vector(2, staple) +
                                                         vector(3, "ca") + vector(2, ""));
  const auto entries = parse_certificate_tls13(as_bytes(body));
  ASSERT_TRUE(entries);
  ASSERT_EQ(entries->size(), 2U);
  EXPECT_EQ(as_text(entries->front().der), "leaf");
  EXPECT_EQ(as_text(entries->front().ocsp_response), "response");
  EXPECT_TRUE(entries->back().ocsp_response.empty());
  expect_whole_only(body, parse_certificate_tls13);
}

TEST(CertificateVerify, NamesItsSchemeSinceTls12) {
  const std::string body = codes({0x0804}) + vector(2, "signature");
  const auto parse = [](Bytes b) { return parse_certificate_verify(b, ProtocolVersion::TLSv1_3); };
  ASSERT_TRUE(parse(as_bytes(body)));
  EXPECT_EQ(code(*parse(as_bytes(body))->scheme), 0x0804);
  expect_whole_only(body, parse);
  const auto old = parse_certificate_verify(as_bytes(vector(2, "old")), ProtocolVersion::TLSv1_0);
  ASSERT_TRUE(old);
  EXPECT_FALSE(old->scheme);
}

TEST(NewSessionTicket, HasANonceInTls13Only) {
  const std::string body = number(7200, 4) + number(99, 4) + vector(1, "n") + vector(2, "ticket") +
                           vector(2, extension(42, number(16384, 4)));
  const auto parse = [](Bytes b) { return parse_new_session_ticket(b, ProtocolVersion::TLSv1_3); };
  const auto ticket = parse(as_bytes(body));
  ASSERT_TRUE(ticket);
  EXPECT_EQ(ticket->lifetime, 7200U);
  EXPECT_EQ(ticket->age_add, 99U);
  EXPECT_EQ(as_text(ticket->ticket), "ticket");
  EXPECT_EQ(ticket->max_early_data, 16384U);
  expect_whole_only(body, parse);
  const auto old = parse_new_session_ticket(as_bytes(number(300, 4) + vector(2, "ticket")),
                                            ProtocolVersion::TLSv1_2);
  ASSERT_TRUE(old);
  EXPECT_EQ(as_text(old->ticket), "ticket");
}

TEST(CertificateStatus, IsAnOcspResponse) {
  EXPECT_EQ(as_text(*parse_certificate_status(as_bytes(number(1, 1) + vector(3, "r")))), "r");
  EXPECT_FALSE(parse_certificate_status(as_bytes(number(3, 1) + vector(3, "r"))));
  const std::string multi = number(2, 1) + vector(3, vector(3, "leaf") + vector(3, ""));
  EXPECT_EQ(as_text(*parse_certificate_status(as_bytes(multi))), "leaf");
  EXPECT_FALSE(parse_certificate_status(as_bytes(number(2, 1) + vector(3, "r"))));
}

TEST(ServerHello, CarriesItsKeyShareOrACookie) {
  const std::string share = extension(51, number(29, 2) + vector(2, std::string(32, 'k')));
  const std::string body = server_hello(0x1301, supported_version(0x0304) + share);
  EXPECT_EQ(as_text(parse_server_hello(as_bytes(body))->key_exchange), std::string(32, 'k'));
  const std::string retry =
      server_hello(0x1301, supported_version(0x0304) + extension(44, vector(2, "cookie")), 0x0303,
                   retry_random());
  EXPECT_EQ(as_text(parse_server_hello(as_bytes(retry))->cookie), "cookie");
}

}  // namespace
}  // namespace tlswhy::testing
