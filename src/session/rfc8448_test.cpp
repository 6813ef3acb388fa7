// The recorded handshake of RFC 8448 section 3, byte for byte.
#include <gtest/gtest.h>

#include "base/hex.hpp"
#include "protection/key_schedule.hpp"
#include "protection/testing/rfc8448.hpp"
#include "session/client_session.hpp"
#include "wire/testing/tls_bytes.hpp"
#include "x509/certificate.hpp"

namespace tlswhy::testing {
namespace {

constexpr NamedGroup x25519{29};

std::string first_bytes(int count) {
  std::string out;
  for (int i = 0; i < count; ++i) out += static_cast<char>(i);
  return out;
}

ClientSession begin() {
  SessionOptions options;
  options.key_pairs = {*key_pair_of(x25519, as_bytes(rfc8448::client_private_key))};
  const Bytes hello = as_bytes(rfc8448::client_hello);
  ClientSession client({hello.begin(), hello.end()}, std::move(options));
  EXPECT_EQ(as_text(client.take_output()), record(22, rfc8448::client_hello, 0x0301));
  return client;
}

const std::string server_flight = record(22, rfc8448::server_hello) + rfc8448::server_flight;

TEST(Rfc8448, IsSpokenByteForByte) {
  ClientSession client = begin();
  client.received(as_bytes(server_flight));
  EXPECT_EQ(client.state(), SessionState::connected) << client.failure().what;
  EXPECT_EQ(hex(client.take_output()), hex(as_bytes(rfc8448::client_finished)));
  EXPECT_EQ(client.facts().signature_valid, true);
  EXPECT_EQ(code(client.facts().scheme.value_or(SignatureScheme{})), 0x0804);
  EXPECT_EQ(client.facts().certificates.size(), 1U);

  client.received(as_bytes(rfc8448::server_ticket));
  client.write(as_bytes(first_bytes(50)));
  EXPECT_EQ(hex(client.take_output()), hex(as_bytes(rfc8448::client_data)));
  client.received(as_bytes(rfc8448::server_data));
  EXPECT_EQ(as_text(client.take_application_data()), first_bytes(50));
  client.received(as_bytes(rfc8448::server_close));
  EXPECT_EQ(client.state(), SessionState::closed);
}

TEST(Rfc8448, ClosesByteForByte) {
  ClientSession client = begin();
  client.received(as_bytes(server_flight));
  client.write(as_bytes(first_bytes(50)));
  static_cast<void>(client.take_output());
  client.close();
  EXPECT_EQ(hex(client.take_output()), hex(as_bytes(rfc8448::client_close)));
}

TEST(Rfc8448, GivesThePskOfItsTicket) {
  ClientSession client = begin();
  client.received(as_bytes(server_flight + rfc8448::server_ticket));
  const auto resumption = client.resumption();
  ASSERT_TRUE(resumption);
  // RFC 8448 section 3, "generate resumption secret".
  EXPECT_EQ(hex(resumption->secret),
            "4ecd0eb6ec3b4d87f5d6028f922ca4c5851a277fd41311c9e62d2c9492e1c4f3");
  EXPECT_EQ(resumption->lifetime, 30U);
}

// Any bit of the server's flight that is changed has to end the session.
TEST(Rfc8448, WithOneBitChangedFails) {
  for (std::size_t at = 5; at < server_flight.size(); at += 7) {
    std::string changed = server_flight;
    changed[at] = static_cast<char>(changed[at] ^ 1);
    ClientSession client = begin();
    client.received(as_bytes(changed));
    EXPECT_NE(client.state(), SessionState::connected) << at;
  }
}

TEST(KeySchedule, DerivesTheSecretsOfRfc8448) {
  using namespace session;
  const auto bytes = [](std::string_view digits) { return rfc8448::from_hex(digits); };
  const std::string shared =
      bytes("8bd4054fb55b9d63fdfbacf9f04b9f0d35e6d63f537563efd46272900f89492d");
  const std::string hellos = rfc8448::client_hello + rfc8448::server_hello;
  KeySchedule schedule(Hash::sha256, {});
  schedule.enter_handshake(as_bytes(shared));
  const Buffer hash = digest(Hash::sha256, as_bytes(hellos));
  EXPECT_EQ(hex(schedule.derive("c hs traffic", hash)),
            "b3eddb126e067f35a780b3abf45e2d8f3b1a950738f52e9600746a0e27a55a21");
  EXPECT_EQ(hex(schedule.derive("s hs traffic", hash)),
            "b67b7d690cc16c4e75e54213cb2d37b4e9c912bcded9105d42befd59d391ad38");
  schedule.enter_master();
  const std::string whole =
      bytes("9608102a0f1ccc6db6250b7b7e417b1a000eaada3daae4777a7686c9ff83df13");
  EXPECT_EQ(hex(schedule.derive("c ap traffic", as_bytes(whole))),
            "9e40646ce79a7f9dc05af8889bce6552875afa0b06df0087f792ebb7c17504a5");
}

// RFC 5869 appendix A.1.
TEST(Hkdf, GivesThePublishedBytes) {
  using namespace session;
  const std::string salt = rfc8448::from_hex("000102030405060708090a0b0c");
  const std::string info = rfc8448::from_hex("f0f1f2f3f4f5f6f7f8f9");
  const Buffer secret = hkdf_extract(Hash::sha256, as_bytes(salt), Buffer(22, 0x0b));
  EXPECT_EQ(hex(hkdf_expand(Hash::sha256, secret, as_bytes(info), 42)),
            "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865");
}

}  // namespace
}  // namespace tlswhy::testing
