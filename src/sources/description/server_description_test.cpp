#include "sources/description/server_description.hpp"

#include <gtest/gtest.h>

#include <filesystem>

namespace tlswhy::testing {
namespace {

// The chains of these descriptions lie beside the fixtures; the file itself need not exist.
const std::string name = "tests/fixtures/server.toml";

std::string complaint(const std::string& text) {
  const auto read = read_server_description(name, text);
  return read ? "" : read.error().what;
}

TEST(ServerDescription, ReadsAllFields) {
  const auto read = read_server_description(name, R"([server]
behaviour = "gnutls"
versions = ["TLSv1", "TLSv1.2"]
cipher_suites = ["TLS_RSA_WITH_AES_128_CBC_SHA", "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"]
order = "client"
groups = ["x25519", "ffdhe2048"]
signature_schemes = ["rsa_pss_rsae_sha256"]
dh_bits = 1024
security_level = 0
alpn = ["h2"]
alpn_mismatch = "refuse"
server_names = ["shop.test"]
unknown_name = "refuse"
client_certificate = "required"

[[certificate]]
chain = "certificates/leaf.der"
[[certificate]]
chain = "bundles/all.pem"
)");
  ASSERT_TRUE(read) << read.error().what;
  const ServerModel& server = read->server;
  using enum ProtocolVersion;
  EXPECT_EQ(server.behaviour, Behaviour::gnutls);
  ServerVersion both{.version = TLSv1_0,
                     .cipher_suites = {CipherSuite{0x002f}, CipherSuite{0xc02f}},
                     .order = Order::client,
                     .groups = {NamedGroup{29}, NamedGroup{256}},
                     .signature_schemes = {SignatureScheme{0x0804}}};
  ASSERT_EQ(server.versions.size(), 2U);
  EXPECT_EQ(server.versions[0], both);
  both.version = TLSv1_2;
  EXPECT_EQ(server.versions[1], both);
  EXPECT_EQ(server.dh_bits, 1024);
  EXPECT_EQ(server.alpn, std::vector<std::string>{"h2"});
  EXPECT_TRUE(server.alpn_must_match);
  EXPECT_EQ(server.server_names, std::vector<std::string>{"shop.test"});
  EXPECT_TRUE(server.unknown_name_refused);
  EXPECT_EQ(server.client_certificate, ClientCertificatePolicy::required);
  ASSERT_EQ(server.credentials.size(), 2U);
  EXPECT_EQ(server.credentials[0].chain.size(), 1U);
  EXPECT_EQ(server.credentials[1].chain.size(), 3U);
  EXPECT_FALSE(server.only_chains_known);
}

TEST(ServerDescription, WhatIsNotSaidIsAsTheLibraryDoesIt) {
  const auto read = read_server_description(name, "[server]\nbehaviour = \"jsse\"\n");
  ASSERT_TRUE(read);
  const ServerModel like = default_server(Behaviour::jsse);
  EXPECT_EQ(read->server.versions, like.versions);
  EXPECT_EQ(like.versions.front().order, Order::server);
  EXPECT_EQ(read->server.dh_bits, 0);
  EXPECT_EQ(read->server.client_certificate, ClientCertificatePolicy::none);
  const auto plain = read_server_description(name, "[server]\n");
  ASSERT_TRUE(plain);
  EXPECT_EQ(plain->server.behaviour, Behaviour::openssl);
  EXPECT_EQ(plain->server.versions.front().order, Order::client);
}

TEST(ServerDescription, EveryBehaviourHasDefaults) {
  using enum Behaviour;
  for (const Behaviour behaviour : {openssl, gnutls, jsse, schannel, nss, go}) {
    const ServerModel server = default_server(behaviour);
    ASSERT_FALSE(server.versions.empty()) << static_cast<int>(behaviour);
    EXPECT_FALSE(server.versions.front().cipher_suites.empty()) << static_cast<int>(behaviour);
    EXPECT_FALSE(server.versions.front().signature_schemes.empty()) << static_cast<int>(behaviour);
  }
}

TEST(ServerDescription, OneVersionByItself) {
  const auto read = read_server_description(name, R"([server]
versions = ["TLSv1", "TLSv1.1", "TLSv1.2"]
cipher_suites = ["TLS_RSA_WITH_AES_128_CBC_SHA"]
nothing_fits = "insufficient_security"

[[version]]
version = "TLSv1"
cipher_suites = ["TLS_RSA_WITH_AES_256_CBC_SHA"]
order = "server"
nothing_fits = "close"
[[version]]
version = "TLSv1.1"
enabled = false
[[version]]
version = "TLSv1.3"
cipher_suites = []
)");
  ASSERT_TRUE(read) << read.error().what;
  const ServerModel& server = read->server;
  using enum ProtocolVersion;
  ASSERT_EQ(server.versions.size(), 3U);
  const ServerVersion &tls10 = server.versions[0], &tls12 = server.versions[1];
  EXPECT_EQ(tls10.cipher_suites, std::vector{CipherSuite{0x0035}});
  EXPECT_EQ(tls10.order, Order::server);
  EXPECT_EQ(tls10.nothing_fits, HelloRefusal{});
  EXPECT_EQ(tls12.cipher_suites, std::vector{CipherSuite{0x002f}});
  EXPECT_EQ(tls12.order, Order::client);
  EXPECT_EQ(tls12.nothing_fits, HelloRefusal{71});
  EXPECT_EQ(tls12.groups, tls10.groups);
  EXPECT_TRUE(server.versions[2].cipher_suites.empty());
  EXPECT_EQ(server.refused_versions, (std::vector{RefusedVersion{TLSv1_1, {70}}}));
}

TEST(ServerDescription, NamesTheNearestWordAndThePlace) {
  EXPECT_EQ(complaint("[server]\nbehaviour = \"gnutsl\"\n"),
            name + ":2:13: unknown behaviour \"gnutsl\" (nearest known word: gnutls)");
  EXPECT_EQ(complaint("[server]\nversions = [\"TLSv1.2\", \"TLSv1.4\"]\n"),
            name + ":2:24: unknown version \"TLSv1.4\" (nearest known word: TLSv1.1)");
  EXPECT_EQ(complaint("[server]\ncipher_suites = [\n  \"TLS_RSA_WITH_AES_128_CBC_SHAA\"]\n"),
            name +
                ":3:3: unknown cipher suite \"TLS_RSA_WITH_AES_128_CBC_SHAA\" (nearest known "
                "word: TLS_RSA_WITH_AES_128_CBC_SHA)");
  EXPECT_EQ(complaint("[server]\ngroups = [\"secp256r2\"]\n").find(name + ":2:11: unknown named"),
            0U);
  EXPECT_EQ(complaint("[server]\n[[version]]\nversion = \"TLSv1\"\nnothing_fits = \"closes\"\n"),
            name + ":4:16: unknown alert \"closes\" (nearest known word: close)");
  EXPECT_NE(complaint("[server]\nversion = [\"TLSv1.2\"]\n").find("versions"), std::string::npos);
}

TEST(ServerDescription, SaysAllThatIsWrongAtOnce) {
  const std::string said = complaint("[server]\norder = \"srever\"\nunknown_name = \"refused\"\n");
  EXPECT_NE(said.find(":2:9:"), std::string::npos) << said;
  EXPECT_NE(said.find(":3:16:"), std::string::npos) << said;
}

TEST(ServerDescription, PointsToTheChainThatCannotBeRead) {
  EXPECT_EQ(complaint("[server]\n\n[[certificate]]\nchain = \"no.pem\"\n"),
            name + ":4:9: tests/fixtures/no.pem: cannot be opened: No such file or directory");
  EXPECT_EQ(complaint("[server]\n[[certificate]]\nchain = \"bundles/one.key\"\n"),
            name + ":3:9: tests/fixtures/bundles/one.key: holds a private key and no certificate");
}

TEST(ServerDescription, SaysWhatIsNoToml) {
  EXPECT_EQ(complaint("[server]\norder = server\n").find(name + ":2:"), 0U);
  EXPECT_EQ(complaint("[client]\n").find(name + ":1:1:"), 0U);
}

TEST(ServerDescription, IsKnownByItsTable) {
  EXPECT_TRUE(looks_like_server_description("[server]\n"));
  EXPECT_TRUE(looks_like_server_description("# ours\n[server]\norder = \"client\"\n"));
  EXPECT_FALSE(looks_like_server_description("a [server] in the log\n"));
  EXPECT_FALSE(looks_like_server_description(""));
}

}  // namespace
}  // namespace tlswhy::testing
