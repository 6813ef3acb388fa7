// TLS 1.0 to 1.2 against libssl.
#include <gtest/gtest.h>

#include "session/testing/libssl_server.hpp"

namespace tlswhy::testing {
namespace {

constexpr ProtocolVersion legacy_versions[] = {ProtocolVersion::TLSv1_0, ProtocolVersion::TLSv1_1,
                                               ProtocolVersion::TLSv1_2};

ServerSettings only(ProtocolVersion version, std::string ciphers = "ALL:COMPLEMENTOFALL") {
  ServerSettings out;
  out.lowest = out.highest = version;
  out.ciphers = std::move(ciphers) + ":@SECLEVEL=0";
  return out;
}

ClientSession session_of(const HelloContent& content, SessionOptions options = {}) {
  return {write_client_hello(content), std::move(options)};
}

SessionOptions judged() {
  SessionOptions out;
  out.judge = true;
  return out;
}

void expect_connected(const ClientSession& client, const LibsslServer& server) {
  EXPECT_EQ(client.state(), SessionState::connected)
      << client.failure().what << " " << client.failure().code << " alert "
      << int{code(client.failure().alert)} << ", server: " << server.error();
  EXPECT_TRUE(server.connected()) << server.error();
}

void expect_data_both_ways(ClientSession& client, LibsslServer& server) {
  client.write(as_bytes("GET / HTTP/1.0\r\n\r\n"));
  client.write(as_bytes("more"));
  talk(client, server);
  EXPECT_EQ(server.take_text(), "GET / HTTP/1.0\r\n\r\nmore");
  const std::string body(50'000, 'b');
  server.write(body);
  server.write("end");
  talk(client, server);
  EXPECT_EQ(as_text(client.take_application_data()), body + "end");
}

// Every suite that libssl has, in every version that it has for it.
TEST(Legacy, ConnectsWithEverySuite) {
  int connected = 0;
  for (const ServableSuite& suite : servable_suites()) {
    for (const ProtocolVersion version : legacy_versions) {
      if (suite.tls12_only && version != ProtocolVersion::TLSv1_2) continue;
      SCOPED_TRACE(suite.rfc_name + " " + std::to_string(code(version)));
      ServerSettings settings = only(version, suite.name);
      settings.key = suite.key;
      LibsslServer server(settings);
      ClientSession client = session_of(hello_for(version, {suite.code}));
      talk(client, server);
      expect_connected(client, server);
      EXPECT_EQ(server.cipher(), suite.rfc_name);
      EXPECT_EQ(client.facts().version, version);
      EXPECT_EQ(client.facts().server_finished_valid, true);
      const bool is_signed = suite.key != KeyType::none && (suite.dhe || suite.ecdhe);
      EXPECT_EQ(client.facts().signature_valid, is_signed ? std::optional(true) : std::nullopt);
      EXPECT_EQ(client.facts().dh_bits != 0, suite.dhe);
      EXPECT_EQ(client.facts().group.has_value(), suite.ecdhe);
      expect_data_both_ways(client, server);
      ++connected;
    }
  }
  EXPECT_GT(connected, 100);
}

TEST(Legacy, AgreesInEveryGroup) {
  const std::pair<std::uint16_t, const char*> rows[] = {
      {29, "X25519"},          {30, "X448"},
      {23, "P-256"},           {24, "P-384"},
      {25, "P-521"},           {26, "brainpoolP256r1"},
      {27, "brainpoolP384r1"}, {28, "brainpoolP512r1"},
      {19, "P-192"},           {22, "secp256k1"},
      {14, "sect571r1"}};
  for (const auto& [group, name] : rows) {
    SCOPED_TRACE(name);
    ServerSettings settings = only(ProtocolVersion::TLSv1_2);
    settings.groups = name;
    LibsslServer server(settings);
    HelloContent hello = hello_for(ProtocolVersion::TLSv1_2, {0xc02f, 0xc014});
    hello.supported_groups.push_back(static_cast<NamedGroup>(group));
    ClientSession client = session_of(hello);
    talk(client, server);
    expect_connected(client, server);
    EXPECT_EQ(client.facts().group, static_cast<NamedGroup>(group));
  }
}

TEST(Legacy, TakesWeakDiffieHellman) {
  ServerSettings settings = only(ProtocolVersion::TLSv1_0, "DHE-RSA-AES128-SHA");
  settings.dh_bits = 512;
  LibsslServer server(settings);
  ClientSession client = session_of(hello_for(ProtocolVersion::TLSv1_0, {0x0033}));
  talk(client, server);
  expect_connected(client, server);
  EXPECT_EQ(client.facts().dh_bits, 512U);
  EXPECT_EQ(client.facts().dh_prime.size(), 64U);
}

TEST(Legacy, FollowsTheExtensions) {
  for (const bool on : {false, true}) {
    for (const ProtocolVersion version : legacy_versions) {
      ServerSettings settings = only(version, "ECDHE-RSA-AES128-SHA");
      settings.alpn = "http/1.1";
      settings.staple = "response";
      settings.encrypt_then_mac = settings.extended_master_secret = on;
      LibsslServer server(settings);
      HelloContent hello = hello_for(version, {0xc013});
      hello.extended_master_secret = hello.encrypt_then_mac = true;
      hello.alpn = {"http/1.1"};
      hello.status_request = true;
      ClientSession client = session_of(hello);
      talk(client, server);
      expect_connected(client, server);
      EXPECT_EQ(client.facts().extended_master_secret, on);
      EXPECT_EQ(client.facts().encrypt_then_mac, on);
      EXPECT_TRUE(client.facts().renegotiation_info);
      EXPECT_EQ(client.facts().alpn, "http/1.1");
      EXPECT_EQ(as_text(client.facts().ocsp_response), "response");
      expect_data_both_ways(client, server);
    }
  }
}

TEST(Legacy, StopsToBeJudged) {
  for (const ProtocolVersion version : legacy_versions) {
    ServerSettings settings = only(version);
    settings.requires_certificate = true;
    LibsslServer server(settings);
    ClientSession client = session_of(hello_for(version, {0xc013, 0x002f}), judged());
    talk(client, server);
    ASSERT_EQ(client.state(), SessionState::judging);
    EXPECT_EQ(client.facts().signature_valid, true);
    ASSERT_TRUE(client.facts().certificate_request);
    EXPECT_EQ(client.facts().certificate_request->authorities.size(), 1U);
    client.refuse(AlertDescription::unknown_ca);
    talk(client, server);
    EXPECT_EQ(server.received_alert(), code(AlertDescription::unknown_ca));
  }
}

TEST(Legacy, GoesOnAfterItsJudgement) {
  LibsslServer server(only(ProtocolVersion::TLSv1_2));
  ClientSession client = session_of(hello_for(ProtocolVersion::TLSv1_2, {0xc02f}), judged());
  talk(client, server);
  ASSERT_EQ(client.state(), SessionState::judging);
  client.proceed();
  talk(client, server);
  expect_connected(client, server);
}

TEST(Legacy, ShowsACertificate) {
  for (const ProtocolVersion version : legacy_versions) {
    for (const KeyType key : {KeyType::rsa, KeyType::p256, KeyType::dsa}) {
      for (const bool ems : {false, true}) {
        ServerSettings settings = only(version);
        settings.requires_certificate = true;
        settings.extended_master_secret = ems;
        LibsslServer server(settings);
        SessionOptions options;
        options.client_certificate = make_certificate(key);
        HelloContent hello = hello_for(version, {0xc013, 0x002f});
        hello.extended_master_secret = true;
        ClientSession client = session_of(hello, std::move(options));
        talk(client, server);
        expect_connected(client, server);
        EXPECT_GT(server.client_chain_size(), 0);
      }
    }
  }
}

TEST(Legacy, WithoutACertificateIsRefused) {
  ServerSettings settings = only(ProtocolVersion::TLSv1_2);
  settings.requires_certificate = true;
  LibsslServer server(settings);
  ClientSession client = session_of(hello_for(ProtocolVersion::TLSv1_2, {0xc02f}));
  talk(client, server);
  EXPECT_EQ(client.failure().kind, SessionFailure::Kind::alert_received);
  EXPECT_EQ(client.failure().alert, AlertDescription::handshake_failure);
}

void expect_resumes(ProtocolVersion version, bool tickets, bool ems, bool judge) {
  ServerSettings settings = only(version);
  settings.tickets = tickets;
  LibsslServer server(settings);
  HelloContent hello = hello_for(version, {0xc013});
  hello.session_ticket.emplace();
  hello.extended_master_secret = ems;
  ClientSession first = session_of(hello);
  talk(first, server);
  expect_connected(first, server);
  EXPECT_EQ(first.facts().tickets, tickets ? 1U : 0U);
  const auto resumption = first.resumption();
  ASSERT_TRUE(resumption);
  EXPECT_EQ(resumption->ticket.empty(), !tickets);
  server.next_connection();
  offer_resumption(*resumption, std::chrono::seconds(1), hello);
  SessionOptions options;
  options.resumption = resumption;
  options.judge = judge;
  ClientSession second = session_of(hello, std::move(options));
  talk(second, server);
  if (judge) {
    EXPECT_EQ(second.state(), SessionState::judging);
    second.proceed();
    talk(second, server);
  }
  expect_connected(second, server);
  EXPECT_TRUE(second.facts().resumed);
  EXPECT_TRUE(server.resumed());
  EXPECT_TRUE(second.facts().certificates.empty());
  EXPECT_TRUE(second.resumption());
  expect_data_both_ways(second, server);
}

TEST(Legacy, ResumesByTicketAndById) {
  for (const ProtocolVersion version : legacy_versions) {
    for (const bool tickets : {false, true}) {
      for (const bool ems : {false, true}) {
        expect_resumes(version, tickets, ems, false);
        expect_resumes(version, tickets, ems, true);
      }
    }
  }
}

TEST(Legacy, WhatIsNotResumedIsAWholeHandshake) {
  ServerSettings settings = only(ProtocolVersion::TLSv1_2);
  LibsslServer server(settings), other(settings);
  HelloContent hello = hello_for(ProtocolVersion::TLSv1_2, {0xc02f});
  hello.session_ticket.emplace();
  ClientSession first = session_of(hello);
  talk(first, server);
  const auto resumption = first.resumption();
  ASSERT_TRUE(resumption);
  offer_resumption(*resumption, std::chrono::seconds(1), hello);
  SessionOptions options;
  options.resumption = resumption;
  ClientSession second = session_of(hello, std::move(options));
  talk(second, other);
  expect_connected(second, other);
  EXPECT_FALSE(second.facts().resumed);
  EXPECT_EQ(second.facts().certificates.size(), 1U);
}

TEST(Legacy, DoesNotRenegotiate) {
  LibsslServer server(only(ProtocolVersion::TLSv1_2));
  ClientSession client = session_of(hello_for(ProtocolVersion::TLSv1_2, {0xc02f}));
  talk(client, server);
  EXPECT_FALSE(client.facts().renegotiation_requested);
  server.ask_to_renegotiate();
  talk(client, server);
  EXPECT_TRUE(client.facts().renegotiation_requested);
  EXPECT_EQ(server.received_alert(), code(AlertDescription::no_renegotiation));
  // libssl's server does not go on without.
  EXPECT_EQ(client.failure().kind, SessionFailure::Kind::alert_received);
}

TEST(Legacy, TakesItsBytesInAnyPieces) {
  for (const std::size_t piece : {1U, 2U, 3U, 5U, 7U, 100U}) {
    LibsslServer server(only(ProtocolVersion::TLSv1_2));
    ClientSession client = session_of(hello_for(ProtocolVersion::TLSv1_2, {0xc02f}));
    talk(client, server, piece);
    expect_connected(client, server);
  }
}

}  // namespace
}  // namespace tlswhy::testing
