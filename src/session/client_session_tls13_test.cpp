// TLS 1.3 against libssl.
#include <gtest/gtest.h>

#include "session/testing/libssl_server.hpp"

namespace tlswhy::testing {
namespace {

constexpr NamedGroup x25519{29};

struct Offer {
  HelloContent content =
      hello_for(ProtocolVersion::TLSv1_3, {0x1301, 0x1302, 0x1303, 0x1304, 0x1305});
  SessionOptions options;

  explicit Offer(std::vector<NamedGroup> groups = {x25519}) {
    options.key_pairs = add_key_shares(content, groups);
  }
  ClientSession session() const { return {write_client_hello(content), options}; }
};

void expect_connected(const ClientSession& client, const LibsslServer& server) {
  EXPECT_EQ(client.state(), SessionState::connected)
      << client.failure().what << " " << client.failure().code << " alert "
      << int{code(client.failure().alert)} << ", server: " << server.error();
  EXPECT_TRUE(server.connected()) << server.error();
}

void expect_data_both_ways(ClientSession& client, LibsslServer& server) {
  client.write(as_bytes("GET / HTTP/1.0\r\n\r\n"));
  talk(client, server);
  EXPECT_EQ(server.take_text(), "GET / HTTP/1.0\r\n\r\n");
  const std::string body(50'000, 'b');
  server.write(body);
  talk(client, server);
  EXPECT_EQ(as_text(client.take_application_data()), body);
}

TEST(Tls13, ConnectsWithEverySuite) {
  for (const char* suite :
       {"TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256",
        "TLS_AES_128_CCM_SHA256", "TLS_AES_128_CCM_8_SHA256"}) {
    SCOPED_TRACE(suite);
    LibsslServer server({.suites = suite});
    ClientSession client = Offer().session();
    talk(client, server);
    expect_connected(client, server);
    EXPECT_EQ(server.cipher(), suite);
    EXPECT_EQ(client.facts().version, ProtocolVersion::TLSv1_3);
    EXPECT_EQ(client.facts().signature_valid, true);
    EXPECT_EQ(client.facts().server_finished_valid, true);
    expect_data_both_ways(client, server);
  }
}

TEST(Tls13, AgreesInEveryGroup) {
  const std::pair<std::uint16_t, const char*> rows[] = {
      {29, "X25519"}, {30, "X448"},       {23, "P-256"},     {24, "P-384"},
      {25, "P-521"},  {256, "ffdhe2048"}, {257, "ffdhe3072"}};
  for (const auto& [group, name] : rows) {
    SCOPED_TRACE(name);
    LibsslServer server({.groups = name});
    ClientSession client = Offer({static_cast<NamedGroup>(group)}).session();
    talk(client, server);
    expect_connected(client, server);
    EXPECT_EQ(client.facts().group, static_cast<NamedGroup>(group));
    EXPECT_FALSE(client.facts().hello_retry_request);
  }
}

TEST(Tls13, VerifiesTheSignatureOfEveryKindOfKey) {
  const std::pair<KeyType, std::uint16_t> rows[] = {
      {KeyType::rsa, 0x0804},  {KeyType::rsa_pss, 0x0809}, {KeyType::p256, 0x0403},
      {KeyType::p384, 0x0503}, {KeyType::p521, 0x0603},    {KeyType::ed25519, 0x0807},
      {KeyType::ed448, 0x0808}};
  for (const auto& [key, scheme] : rows) {
    SCOPED_TRACE(scheme);
    LibsslServer server({.key = key});
    ClientSession client = Offer().session();
    talk(client, server);
    expect_connected(client, server);
    EXPECT_EQ(client.facts().signature_valid, true);
    EXPECT_EQ(code(client.facts().scheme.value_or(SignatureScheme{})), scheme);
    ASSERT_EQ(client.facts().certificates.size(), 1U);
    EXPECT_EQ(client.facts().certificates.front(), make_certificate(key).chain.front());
  }
}

TEST(Tls13, AnswersAHelloRetryRequest) {
  LibsslServer server({.groups = "P-384"});
  ClientSession client = Offer().session();
  talk(client, server, 1);
  expect_connected(client, server);
  EXPECT_TRUE(client.facts().hello_retry_request);
  EXPECT_EQ(client.facts().group, NamedGroup{24});
  expect_data_both_ways(client, server);
}

TEST(Tls13, WithoutAKeyShareAsksForAHelloRetryRequest) {
  LibsslServer server({});
  ClientSession client = Offer(std::vector<NamedGroup>{}).session();
  talk(client, server);
  expect_connected(client, server);
  EXPECT_TRUE(client.facts().hello_retry_request);
}

TEST(Tls13, ReadsWhatIsEncrypted) {
  LibsslServer server({.requires_certificate = true, .alpn = "http/1.1", .staple = "response"});
  Offer offer;
  offer.content.alpn = {"h2", "http/1.1"};
  offer.content.status_request = true;
  offer.options.judge = true;
  ClientSession client = offer.session();
  talk(client, server);
  ASSERT_EQ(client.state(), SessionState::judging) << server.error();
  EXPECT_FALSE(server.connected());
  const SessionFacts& facts = client.facts();
  EXPECT_EQ(facts.alpn, "http/1.1");
  EXPECT_EQ(as_text(facts.ocsp_response), "response");
  ASSERT_TRUE(facts.certificate_request);
  EXPECT_FALSE(facts.certificate_request->signature_algorithms.empty());
  EXPECT_EQ(facts.certificate_request->authorities.size(), 1U);
}

TEST(Tls13, WithoutACertificateIsRefusedAfterItsFinished) {
  LibsslServer server({.requires_certificate = true});
  ClientSession client = Offer().session();
  talk(client, server);
  EXPECT_EQ(client.state(), SessionState::failed);
  EXPECT_EQ(client.failure().kind, SessionFailure::Kind::alert_received);
  EXPECT_EQ(client.failure().alert, AlertDescription::certificate_required);
  EXPECT_EQ(client.facts().server_finished_valid, true);
}

TEST(Tls13, ShowsACertificate) {
  for (const KeyType key : {KeyType::rsa, KeyType::p256, KeyType::ed25519, KeyType::rsa_pss}) {
    LibsslServer server({.requires_certificate = true});
    Offer offer;
    offer.options.client_certificate = make_certificate(key);
    ClientSession client = offer.session();
    talk(client, server);
    expect_connected(client, server);
    EXPECT_GT(server.client_chain_size(), 0);
    expect_data_both_ways(client, server);
  }
}

TEST(Tls13, RefusesUnderItsKeys) {
  LibsslServer server({});
  Offer offer;
  offer.options.judge = true;
  ClientSession client = offer.session();
  talk(client, server);
  client.refuse(AlertDescription::certificate_unknown);
  talk(client, server);
  EXPECT_EQ(server.received_alert(), code(AlertDescription::certificate_unknown)) << server.error();
  EXPECT_EQ(client.state(), SessionState::failed);
  EXPECT_EQ(client.failure().kind, SessionFailure::Kind::refused);
  EXPECT_TRUE(client.take_output().empty());
}

TEST(Tls13, ResumesWithItsTicket) {
  for (const char* suite : {"TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384"}) {
    for (const bool retry : {false, true}) {
      LibsslServer server({.suites = suite, .groups = retry ? "P-256" : "X25519"});
      ClientSession first = Offer().session();
      talk(first, server);
      EXPECT_EQ(first.facts().tickets, 2U);
      const auto resumption = first.resumption();
      ASSERT_TRUE(resumption);
      server.next_connection();
      Offer offer;
      offer_resumption(*resumption, std::chrono::milliseconds(0), offer.content);
      offer.options.resumption = resumption;
      ClientSession second = offer.session();
      talk(second, server);
      expect_connected(second, server);
      EXPECT_TRUE(second.facts().resumed);
      EXPECT_TRUE(server.resumed());
      EXPECT_EQ(second.facts().hello_retry_request, retry);
      EXPECT_TRUE(second.facts().certificates.empty());
      expect_data_both_ways(second, server);
    }
  }
}

TEST(Tls13, FollowsKeyUpdates) {
  LibsslServer server({});
  ClientSession client = Offer().session();
  talk(client, server);
  for (const bool ask_back : {false, true, true}) {
    server.update_keys(ask_back);
    expect_data_both_ways(client, server);
  }
  expect_data_both_ways(client, server);
}

TEST(Tls13, TakesItsBytesInAnyPieces) {
  for (const std::size_t piece : {1U, 2U, 3U, 5U, 7U, 100U}) {
    LibsslServer server({});
    ClientSession client = Offer().session();
    talk(client, server, piece);
    expect_connected(client, server);
  }
}

TEST(Tls13, EndsWithCloseNotify) {
  LibsslServer server({});
  ClientSession client = Offer().session();
  talk(client, server);
  server.next_connection();  // shuts the first one down
  client.close();
  EXPECT_EQ(client.state(), SessionState::closed);
  EXPECT_FALSE(client.take_output().empty());
}

}  // namespace
}  // namespace tlswhy::testing
