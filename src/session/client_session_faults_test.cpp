// Servers that break the protocol, and bytes of no server.
#include <gtest/gtest.h>

#include "protection/key_schedule.hpp"
#include "protection/record_protection.hpp"
#include "protection/testing/rfc8448.hpp"
#include "session/testing/libssl_server.hpp"
#include "wire/testing/tls_bytes.hpp"

namespace tlswhy::testing {
namespace {

constexpr NamedGroup x25519{29};

ClientSession rfc8448_session() {
  SessionOptions options;
  options.key_pairs = {*key_pair_of(x25519, as_bytes(rfc8448::client_private_key))};
  const Bytes hello = as_bytes(rfc8448::client_hello);
  ClientSession out({hello.begin(), hello.end()}, std::move(options));
  static_cast<void>(out.take_output());
  return out;
}

// The server's side of RFC 8448's handshake, which can say something else than was recorded.
class Rfc8448Server {
 public:
  Rfc8448Server() : reader_(protection()), writer_(protection()) {
    const Bytes sealed = as_bytes(rfc8448::server_flight).subspan(5);
    messages = reader_->open(ContentType::application_data, sealed)->data;
  }
  std::string flight(ContentType type = ContentType::handshake) {
    return record(22, rfc8448::server_hello) +
           record(23, as_text(writer_->seal(type, messages).data));
  }

  Buffer messages;  // EncryptedExtensions to Finished

 private:
  static std::unique_ptr<RecordProtection> protection() {
    using namespace session;
    const std::string secret =
        rfc8448::from_hex("b67b7d690cc16c4e75e54213cb2d37b4e9c912bcded9105d42befd59d391ad38");
    const Buffer key = hkdf_expand_label(Hash::sha256, as_bytes(secret), "key", {}, 16);
    const Buffer iv = hkdf_expand_label(Hash::sha256, as_bytes(secret), "iv", {}, 12);
    return make_protection(*find_suite(CipherSuite{0x1301}), ProtocolVersion::TLSv1_3,
                           {{}, key, iv}, false, {});
  }
  std::unique_ptr<RecordProtection> reader_, writer_;
};

void expect_violation(const ClientSession& client, AlertDescription alert, std::string_view what) {
  EXPECT_EQ(client.state(), SessionState::failed);
  EXPECT_EQ(client.failure().kind, SessionFailure::Kind::violation);
  EXPECT_EQ(int{code(client.failure().alert)}, int{code(alert)});
  EXPECT_EQ(client.failure().what, what);
}

TEST(Faults, TheUnchangedFlightIsTaken) {
  ClientSession client = rfc8448_session();
  client.received(as_bytes(Rfc8448Server().flight()));
  EXPECT_EQ(client.state(), SessionState::connected);
}

TEST(Faults, AWrongFinishedIsSeen) {
  Rfc8448Server server;
  server.messages.back() ^= 1;
  ClientSession client = rfc8448_session();
  client.received(as_bytes(server.flight()));
  expect_violation(client, AlertDescription::decrypt_error, "server_finished");
  EXPECT_EQ(client.facts().server_finished_valid, false);
  EXPECT_EQ(client.facts().signature_valid, true);
  EXPECT_FALSE(client.take_output().empty());
}

TEST(Faults, AWrongSignatureIsSeen) {
  Rfc8448Server server;
  server.messages[server.messages.size() - 36 - 1] ^= 1;  // 36: Finished behind it
  ClientSession client = rfc8448_session();
  client.received(as_bytes(server.flight()));
  expect_violation(client, AlertDescription::decrypt_error, "signature");
  EXPECT_EQ(client.facts().signature_valid, false);
  EXPECT_EQ(client.facts().certificates.size(), 1U);
}

TEST(Faults, MessagesOutOfOrderAreSeen) {
  Rfc8448Server server;
  server.messages[0] = 11;  // a second Certificate in place of EncryptedExtensions
  ClientSession client = rfc8448_session();
  client.received(as_bytes(server.flight()));
  expect_violation(client, AlertDescription::unexpected_message, "message");
}

TEST(Faults, AMessageMustNotSpanKeys) {
  Rfc8448Server server;
  server.messages.push_back(4);  // the first byte of a NewSessionTicket
  ClientSession client = rfc8448_session();
  client.received(as_bytes(server.flight()));
  expect_violation(client, AlertDescription::unexpected_message, "message_across_keys");
}

TEST(Faults, ApplicationDataBeforeFinishedIsSeen) {
  Rfc8448Server server;
  ClientSession client = rfc8448_session();
  client.received(as_bytes(server.flight(ContentType::application_data)));
  expect_violation(client, AlertDescription::unexpected_message, "content_type");
}

TEST(Faults, AnAlertInClearIsReadUnderKeysToo) {
  ClientSession client = rfc8448_session();
  client.received(as_bytes(record(22, rfc8448::server_hello)));
  client.received(as_bytes(record(21, std::string("\x02\x28", 2))));
  EXPECT_EQ(client.failure().kind, SessionFailure::Kind::alert_received);
  EXPECT_EQ(client.failure().alert, AlertDescription::handshake_failure);
  ASSERT_TRUE(client.facts().alert);
  EXPECT_EQ(client.facts().alert->level, AlertLevel::fatal);
}

TEST(Faults, WhatIsNotTlsIsToldAtOnce) {
  for (const std::string_view text : {"HTTP/1.1 400 Bad Request\r\n", "220 mail ESMTP\r\n", "S"}) {
    ClientSession client = rfc8448_session();
    client.received(as_bytes(text));
    expect_violation(client, AlertDescription::unexpected_message, "not_tls");
  }
}

TEST(Faults, LengthsAreBounded) {
  struct Row {
    std::string bytes;
    AlertDescription alert;
    std::string_view what;
  };
  const Row rows[] = {
      {number(22, 1) + number(0x0303, 2) + number(16'385, 2), AlertDescription::record_overflow,
       "record_too_long"},
      {record(22, number(2, 1) + number(1U << 21, 3)), AlertDescription::illegal_parameter,
       "message_too_long"},
  };
  for (const Row& row : rows) {
    ClientSession client = rfc8448_session();
    client.received(as_bytes(row.bytes));
    expect_violation(client, row.alert, row.what);
  }
}

TEST(Faults, WhileItIsJudgedTheServerCannotFlood) {
  SessionOptions options;
  options.key_pairs = {*key_pair_of(x25519, as_bytes(rfc8448::client_private_key))};
  options.judge = true;
  const Bytes hello = as_bytes(rfc8448::client_hello);
  ClientSession client({hello.begin(), hello.end()}, std::move(options));
  client.received(as_bytes(Rfc8448Server().flight()));
  ASSERT_EQ(client.state(), SessionState::judging);
  const std::string piece(100'000, 'x');
  for (int i = 0; i < 11; ++i) client.received(as_bytes(piece));
  expect_violation(client, AlertDescription::unexpected_message, "too_much_data");
}

TEST(Faults, WhatWasNotOfferedIsNotTaken) {
  struct Row {
    std::string hello;
    AlertDescription alert;
    std::string_view what;
  };
  const std::string share = extension(51, number(29, 2) + vector(2, std::string(32, 'k')));
  const std::string other = extension(51, number(23, 2) + vector(2, std::string(65, 'k')));
  const Row rows[] = {
      {server_hello(0x1301, share), AlertDescription::protocol_version, "version_not_offered"},
      {server_hello(0x1305, supported_version(0x0304) + share), AlertDescription::illegal_parameter,
       "cipher_suite_not_offered"},
      {server_hello(0x1301, supported_version(0x0304) + other), AlertDescription::illegal_parameter,
       "group_not_offered"},
      {server_hello(0x1301, supported_version(0x0304)), AlertDescription::missing_extension,
       "key_share"},
      {server_hello(0x1301, supported_version(0x0304) + share + extension(41, number(0, 2))),
       AlertDescription::illegal_parameter, "psk_not_offered"},
      {server_hello(0x1301, supported_version(0x0304) + extension(51, number(29, 2)), 0x0303,
                    retry_random()),
       AlertDescription::illegal_parameter, "retry_group"},
      {server_hello(0x1301, supported_version(0x0304), 0x0303, retry_random()),
       AlertDescription::illegal_parameter, "empty_hello_retry_request"},
  };
  for (const Row& row : rows) {
    ClientSession client = rfc8448_session();
    client.received(as_bytes(record(22, handshake(2, row.hello))));
    expect_violation(client, row.alert, row.what);
  }
}

// A server of today may ask for a group that libcrypto 3.0 has not: X25519MLKEM768.
TEST(Faults, WhatLibcryptoHasNotIsUnsupported) {
  const NamedGroup hybrid{0x11ec};
  if (session::has_group(hybrid)) GTEST_SKIP() << "this libcrypto has ML-KEM";
  HelloContent content = hello_for(ProtocolVersion::TLSv1_3, {0x1301});
  content.supported_groups.push_back(hybrid);
  SessionOptions options;
  options.key_pairs = add_key_shares(content, std::vector{x25519, hybrid});
  EXPECT_EQ(content.key_shares.size(), 1U);
  ClientSession client(write_client_hello(content), std::move(options));
  const std::string retry = number(0x0303, 2) + retry_random() +
                            vector(1, as_text(content.session_id)) + number(0x1301, 2) +
                            number(0, 1) +
                            vector(2, supported_version(0x0304) + extension(51, number(0x11ec, 2)));
  client.received(as_bytes(record(22, handshake(2, retry))));
  EXPECT_EQ(client.failure().kind, SessionFailure::Kind::unsupported);
  EXPECT_EQ(client.failure().what, "group");
  EXPECT_EQ(client.failure().code, 0x11ec);
  EXPECT_TRUE(client.facts().hello_retry_request);
}

TEST(Faults, CompressionAndOddSuitesAreUnsupported) {
  HelloContent content = hello_for(ProtocolVersion::TLSv1_2, {0x002f, 0x008c});
  content.offers_compression = true;
  const std::string deflate =
      number(0x0303, 2) + std::string(32, 's') + vector(1, "") + number(0x002f, 2) + number(1, 1);
  const std::pair<std::string, std::string_view> rows[] = {
      {deflate, "compression"}, {server_hello(0x008c), "cipher_suite"}};  // PSK
  for (const auto& [hello, what] : rows) {
    ClientSession client(write_client_hello(content), {});
    client.received(as_bytes(record(22, handshake(2, hello))));
    EXPECT_EQ(client.failure().kind, SessionFailure::Kind::unsupported);
    EXPECT_EQ(client.failure().what, what);
  }
}

// Lets both talk, with every piece of the server's bytes changed by `change` before it arrives.
template <class Change>
void talk_changed(ClientSession& client, LibsslServer& server, Change change) {
  for (bool more = true; more;) {
    const auto to_server = client.take_output();
    server.received(to_server);
    auto to_client = server.take_output();
    change(to_client);
    client.received(to_client);
    more = !to_server.empty() || !to_client.empty();
  }
}

TEST(Faults, AWrongSignatureOfTls12IsSeen) {
  ServerSettings settings;
  settings.highest = ProtocolVersion::TLSv1_2;
  LibsslServer server(settings);
  ClientSession client(write_client_hello(hello_for(ProtocolVersion::TLSv1_2, {0xc02f})), {});
  talk_changed(client, server, [](std::vector<std::uint8_t>& bytes) {
    // ServerHelloDone is a record of nine bytes; the signature ends before it.
    if (bytes.size() > 1000) bytes[bytes.size() - 10] ^= 1;
  });
  expect_violation(client, AlertDescription::decrypt_error, "signature");
  EXPECT_EQ(client.facts().signature_valid, false);
  EXPECT_EQ(client.facts().group, x25519);
}

// A server that saw another hello than was sent has another Finished: nothing else shows it here,
// as both hellos lead to the same keys.
TEST(Faults, AWrongFinishedOfTls12IsSeen) {
  ServerSettings settings;
  settings.highest = ProtocolVersion::TLSv1_2;
  LibsslServer server(settings);
  HelloContent content = hello_for(ProtocolVersion::TLSv1_2, {0xc02f});
  content.session_ticket.emplace();
  ClientSession first(write_client_hello(content), {});
  talk(first, server);
  server.next_connection();
  SessionOptions options;
  options.resumption = first.resumption();
  ASSERT_TRUE(options.resumption);
  offer_resumption(*options.resumption, std::chrono::seconds(1), content);
  ClientSession second(write_client_hello(content), std::move(options));
  content.status_request = true;
  server.received(as_records(write_client_hello(content), ProtocolVersion::TLSv1_0));
  second.received(server.take_output());
  expect_violation(second, AlertDescription::decrypt_error, "server_finished");
  EXPECT_TRUE(second.facts().resumed);
  EXPECT_EQ(second.facts().server_finished_valid, false);
}

TEST(Faults, ChangeCipherSpecBeforeItsTimeIsSeen) {
  HelloContent content = hello_for(ProtocolVersion::TLSv1_2, {0xc02f});
  const std::string hello = record(22, handshake(2, server_hello(0xc02f)));
  for (const std::string& before : {std::string(), hello}) {
    ClientSession client(write_client_hello(content), {});
    client.received(as_bytes(before + record(20, "\x01")));
    expect_violation(client, AlertDescription::unexpected_message, "change_cipher_spec");
  }
}

TEST(Faults, AFlightWithoutItsPartsIsSeen) {
  const std::string hello = record(22, handshake(2, server_hello(0xc02f)));
  ClientSession client(write_client_hello(hello_for(ProtocolVersion::TLSv1_2, {0xc02f})), {});
  client.received(as_bytes(hello + record(22, handshake(14, ""))));
  expect_violation(client, AlertDescription::unexpected_message, "server_hello_done");
}

TEST(Faults, AfterAFailureNothingIsReadOrSent) {
  ClientSession client = rfc8448_session();
  client.received(as_bytes(record(21, std::string("\x02\x46", 2))));
  EXPECT_EQ(client.state(), SessionState::failed);
  client.received(as_bytes(Rfc8448Server().flight()));
  client.write(as_bytes("data"));
  client.proceed();
  client.close();
  client.refuse(AlertDescription::unknown_ca);
  EXPECT_EQ(client.state(), SessionState::failed);
  EXPECT_TRUE(client.take_output().empty());
  EXPECT_EQ(client.facts().version, ProtocolVersion::none);
}

}  // namespace
}  // namespace tlswhy::testing
