#include "wire/client_hello_writer.hpp"

#include <gtest/gtest.h>

#include "wire/client_hello.hpp"

namespace tlswhy {
namespace {

constexpr std::size_t message_header = 4;

HelloContent whole() {
  HelloContent c;
  c.random = std::vector<std::uint8_t>(32, 7);
  c.session_id = {1, 2, 3};
  c.cipher_suites = {CipherSuite{0xc02f}, CipherSuite{0x1301}};
  c.server_name = "gadget.corp.test";
  c.supported_versions = {ProtocolVersion::TLSv1_3, ProtocolVersion::TLSv1_2};
  c.supported_groups = {NamedGroup{29}, NamedGroup{23}};
  c.sends_key_share = true;
  c.key_shares = {{NamedGroup{29}, std::vector<std::uint8_t>(32, 9)}};
  c.signature_algorithms = {SignatureScheme{0x0804}};
  c.signature_algorithms_cert = {SignatureScheme{0x0401}};
  c.alpn = {"h2", "http/1.1"};
  c.extended_master_secret = c.renegotiation_info = c.encrypt_then_mac = true;
  c.status_request = c.ec_point_formats = c.psk_dhe_ke = true;
  c.session_ticket.emplace();
  return c;
}

ClientHello reread(const HelloContent& content) {
  const auto message = write_client_hello(content);
  const auto hello = parse_client_hello(Bytes(message).subspan(message_header));
  EXPECT_TRUE(hello);
  EXPECT_FALSE(hello && hello->damaged);
  return hello.value_or(ClientHello{});
}

TEST(ClientHelloWriter, WhatWasWrittenIsRead) {
  const HelloContent c = whole();
  const ClientHello h = reread(c);
  EXPECT_EQ(h.legacy_version, ProtocolVersion::TLSv1_2);
  EXPECT_EQ(h.random, c.random);
  EXPECT_EQ(h.session_id, c.session_id);
  EXPECT_EQ(h.cipher_suites, c.cipher_suites);
  EXPECT_EQ(h.server_name, c.server_name);
  EXPECT_EQ(h.supported_versions, c.supported_versions);
  EXPECT_EQ(h.supported_groups, c.supported_groups);
  EXPECT_EQ(h.key_shares, std::vector{NamedGroup{29}});
  EXPECT_EQ(h.signature_algorithms, c.signature_algorithms);
  EXPECT_EQ(h.signature_algorithms_cert, c.signature_algorithms_cert);
  EXPECT_EQ(h.alpn, c.alpn);
  for (const ExtensionType type :
       {ExtensionType::extended_master_secret, ExtensionType::renegotiation_info,
        ExtensionType::encrypt_then_mac, ExtensionType::status_request,
        ExtensionType::psk_key_exchange_modes, ExtensionType::session_ticket})
    EXPECT_TRUE(h.has(type)) << code(type);
}

TEST(ClientHelloWriter, LeavesOutWhatIsNotSaid) {
  HelloContent c;
  c.legacy_version = ProtocolVersion::SSLv3;
  c.cipher_suites = {CipherSuite{0x000a}};
  const auto message = write_client_hello(c);
  // version, random, empty session id, one suite, null compression: no extensions, not even none.
  EXPECT_EQ(message.size(), message_header + 2 + 32 + 1 + 4 + 2);
  EXPECT_TRUE(reread(c).extensions.empty());
}

TEST(ClientHelloWriter, AnEmptyKeyShareIsStillSent) {
  HelloContent c = whole();
  c.key_shares.clear();
  EXPECT_TRUE(reread(c).has(ExtensionType::key_share));
  EXPECT_TRUE(reread(c).key_shares.empty());
}

TEST(ClientHelloWriter, PadsToASize) {
  HelloContent c = whole();
  c.padded_to = 2000;
  EXPECT_EQ(write_client_hello(c).size(), 2000u);
  EXPECT_EQ(reread(c).server_name, c.server_name);
}

TEST(ClientHelloWriter, PreSharedKeyStandsLast) {
  HelloContent c = whole();
  c.psk_identity = {1, 2, 3, 4};
  c.psk_binder_size = 32;
  const ClientHello h = reread(c);
  EXPECT_TRUE(h.offers_psk);
  EXPECT_EQ(h.extensions.back(), ExtensionType::pre_shared_key);
}

TEST(ClientHelloWriter, RecordsAreAtMost16KiB) {
  const std::vector<std::uint8_t> message(20'000, 1);
  const auto records = as_records(message, ProtocolVersion::TLSv1_0);
  ASSERT_EQ(records.size(), 20'000u + 10);
  EXPECT_EQ((std::vector<std::uint8_t>(records.begin(), records.begin() + 5)),
            (std::vector<std::uint8_t>{22, 3, 1, 0x40, 0}));
  EXPECT_EQ(records[5 + 16'384], 22);
}

TEST(ClientHelloWriter, Sslv2HelloIsReadAsOne) {
  const auto record = write_sslv2_client_hello(std::vector<std::uint8_t>(16, 5));
  ASSERT_EQ(record[0], 0x80);
  ASSERT_EQ(record[1] + 2u, record.size());
  const auto hello = parse_sslv2_client_hello(Bytes(record).subspan(2));
  ASSERT_TRUE(hello);
  EXPECT_EQ(hello->legacy_version, ProtocolVersion::SSLv2);
}

}  // namespace
}  // namespace tlswhy
