// What a client is told of a server that was learnt is what it would have met: version by version,
// refusals with their alerts included.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "knowledge/ids/causes.hpp"
#include "model/testing/parties.hpp"
#include "sources/probe/testing/any_server.hpp"
#include "sources/probe/testing/learning.hpp"

namespace tlswhy {
namespace {

using testing::any_server;
using testing::learn;
using testing::rsa_server;
using testing::set_suites;
using testing::set_versions;
namespace suite = testing::suite;
namespace group = testing::group;
namespace scheme = testing::scheme;
using enum ProtocolVersion;

constexpr HelloRefusal handshake_failure{40}, protocol_version{70}, insufficient_security{71};

std::expected<ServerFlight, Refusal> answer(const ServerModel& server,
                                            const testing::Hello& hello) {
  std::vector<Rejection> rejections;
  return choose(hello.offer(), server, ServerName("shop.test"), rejections);
}

std::string leaf_of(const ServerFlight& flight, const ServerModel& server) {
  return flight.credential ? server.credentials[*flight.credential].leaf().key_text : "none";
}

void expect_same_answer(const testing::Hello& hello, const ServerModel& real,
                        const ServerModel& learnt) {
  const auto was = answer(real, hello);
  const auto told = answer(learnt, hello);
  ASSERT_EQ(was.has_value(), told.has_value());
  if (!was) {
    EXPECT_EQ(was.error().alert, told.error().alert);
    EXPECT_EQ(was.error().closes, told.error().closes);
    EXPECT_EQ(was.error().version, told.error().version);
    return;
  }
  EXPECT_EQ(was->version, told->version);
  EXPECT_EQ(was->cipher_suite, told->cipher_suite);
  EXPECT_EQ(was->dh_bits, told->dh_bits);
  EXPECT_EQ(was->group, told->group);
  EXPECT_EQ(was->alpn, told->alpn);
  // Which of several certificates comes first in TLS 1.3 is not asked.
  if (was->version == TLSv1_3) return;
  EXPECT_EQ(was->scheme, told->scheme);
  EXPECT_EQ(leaf_of(*was, real), leaf_of(*told, learnt));
}

// For the message of a failure.
std::string text_of(const ServerModel& server) {
  std::string out;
  for (const ServerVersion& version : server.versions) {
    out +=
        fmt::format("\n{:04x} order {}:", code(version.version), static_cast<int>(version.order));
    for (const CipherSuite s : version.cipher_suites) out += fmt::format(" {:04x}", code(s));
    out += "; groups";
    for (const NamedGroup g : version.groups) out += fmt::format(" {:04x}", code(g));
  }
  return out + fmt::format("\ncertificates {}, chosen first {}", server.credentials.size(),
                           server.certificate_first);
}
std::string text_of(const testing::Hello& hello) {
  std::string out = fmt::format("\nhello {:04x}:", code(hello.versions.front()));
  for (const CipherSuite s : hello.suites) out += fmt::format(" {:04x}", code(s));
  out += "; groups";
  for (const NamedGroup g : hello.groups) out += fmt::format(" {:04x}", code(g));
  return out;
}

// A list with some of these in any order.
template <class T>
std::vector<T> some_of(std::vector<T> all, std::mt19937& dice) {
  std::ranges::shuffle(all, dice);
  all.resize(1 + dice() % all.size());
  return all;
}

// A hello that offers some of what the server has, and some that it may not have. `highest`: the
// place of its highest version; TLS 1.3 names each version, older hellos the highest alone.
testing::Hello any_hello(const ServerModel& server, std::size_t highest, std::mt19937& dice) {
  constexpr std::array newest_first = {TLSv1_3, TLSv1_2, TLSv1_1, TLSv1_0, SSLv3};
  testing::Hello out;
  out.versions.assign(newest_first.begin() + static_cast<std::ptrdiff_t>(highest),
                      newest_first.end());
  std::vector<CipherSuite> suites = server.cipher_suites();
  suites.push_back(suite::rsa_aes_gcm);
  suites.push_back(suite::tls13_aes128);
  out.suites = some_of(std::move(suites), dice);
  // No server is asked with ChaCha20 in front, but to see whether it minds.
  std::ranges::stable_partition(out.suites, [](CipherSuite s) { return !is_chacha(s); });
  out.groups = some_of(std::vector{group::x25519, group::p256, group::p384, NamedGroup{30}}, dice);
  if (out.versions.front() == TLSv1_3) out.shares = {out.groups.front()};
  out.schemes = {scheme::ecdsa_sha256, scheme::pss_rsae_sha256, scheme::rsa_sha256};
  std::ranges::shuffle(out.schemes, dice);
  return out;
}

// The answers to what does not fit: where a version is refused with another alert than
// protocol_version and an older one with that, it is enabled, which a server of dice is not.
void refuse_by_dice(ServerModel& server, std::mt19937& dice) {
  const std::array<HelloRefusal, 3> ways = {handshake_failure, insufficient_security, {}};
  for (ServerVersion& version : server.versions) version.nothing_fits = ways[dice() % ways.size()];
  const HelloRefusal all = dice() % 2 == 0 ? protocol_version : ways[dice() % ways.size()];
  for (const ProtocolVersion version : {SSLv3, TLSv1_0, TLSv1_1, TLSv1_2, TLSv1_3}) {
    if (server.find(version) == nullptr) server.refused_versions.push_back({version, all});
  }
}

bool is_ecdhe_suite(CipherSuite s) { return is_ecdhe(s); }

TEST(LearnedAnswers, OfAnyServerToAnyHello) {
  std::mt19937 dice(11);
  for (unsigned round = 0; round < 80; ++round) {
    ServerModel server = any_server(dice);
    server.certificate_first = false;  // only seen where each kind of key has a suite
    // SSLv3 cannot name groups: those that the server has there are not seen.
    for (ServerVersion& version : server.versions)
      if (version.version == SSLv3) std::erase_if(version.cipher_suites, is_ecdhe_suite);
    if (dice() % 2 == 0) {
      server.versions.push_back(rsa_server().versions.back());  // TLS 1.3
      server.versions.back().groups = {group::p384, group::x25519};
      server.versions.back().order = server.versions.front().order;
    }
    refuse_by_dice(server, dice);
    const ServerModel learnt = learn(server, round).server.model;
    for (unsigned hellos = 0; hellos < 50; ++hellos) {
      const testing::Hello asked = any_hello(server, dice() % 5, dice);
      SCOPED_TRACE(text_of(server) + text_of(learnt) + text_of(asked));
      expect_same_answer(asked, server, learnt);
      if (::testing::Test::HasFailure()) return;
    }
  }
}

TEST(LearnedAnswers, ToEveryProfile) {
  ServerModel server = rsa_server();
  server.dh_bits = 2048;
  server.alpn = {"h2"};
  const ServerModel learnt = learn(server).server.model;
  for (const knowledge::ClientProfile& client : knowledge::clients()) {
    std::vector<Rejection> rejections;
    const auto real = choose(client.offer, server, ServerName("shop.test"), rejections);
    const auto told = choose(client.offer, learnt, ServerName("shop.test"), rejections);
    ASSERT_EQ(real.has_value(), told.has_value()) << client.name;
    if (real) {
      EXPECT_EQ(real->version, told->version) << client.name;
      EXPECT_EQ(real->cipher_suite, told->cipher_suite) << client.name;
    } else {
      EXPECT_EQ(real.error().cause, told.error().cause) << client.name;
      EXPECT_EQ(real.error().alert, told.error().alert) << client.name;
    }
  }
}

TEST(LearnedAnswers, SuitesOfOneVersionAreNotThoseOfAnother) {
  ServerModel server = rsa_server();
  set_versions(server, {TLSv1_0, TLSv1_2});
  set_suites(server, {suite::rsa_aes_sha});
  server.versions.front().cipher_suites = {CipherSuite{0x0035}};
  const ServerModel learnt = learn(server).server.model;
  testing::Hello hello;
  hello.versions = {TLSv1_0};
  hello.suites = {suite::rsa_aes_sha};
  EXPECT_FALSE(answer(learnt, hello));
  hello.suites = {CipherSuite{0x0035}};
  EXPECT_TRUE(answer(learnt, hello));
  hello.versions = {TLSv1_2};
  EXPECT_FALSE(answer(learnt, hello));
}

// As mosquitto with a list of RSA suites and an EC key: TLS 1.2 is enabled, and all is refused.
ServerModel no_suite_for_its_key() {
  ServerModel server = rsa_server();
  set_versions(server, {TLSv1_2, TLSv1_3});
  server.versions.front().cipher_suites = {suite::ecdhe_rsa_aes_gcm};
  server.credentials = {{testing::list({testing::ec_certificate(group::p256)})}};
  return server;
}

TEST(LearnedAnswers, AVersionOfWhichNoSuiteFits) {
  const LearnedServer learnt = learn(no_suite_for_its_key()).server;
  testing::Hello hello;
  const auto refused = answer(learnt.model, hello);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().cause, knowledge::CauseId::cert_key_type_mismatch);
  EXPECT_EQ(refused.error().alert, handshake_failure.alert);
  EXPECT_TRUE(refused.error().supposed);
  hello.versions = {TLSv1_1, TLSv1_0};
  const auto old = answer(learnt.model, hello);
  ASSERT_FALSE(old);
  EXPECT_EQ(old.error().cause, knowledge::CauseId::no_common_version);
  EXPECT_EQ(old.error().alert, protocol_version.alert);
  EXPECT_FALSE(old.error().supposed);
}

// A near miss: who says handshake_failure to every version that it lacks may lack TLS 1.2 as well.
TEST(LearnedAnswers, AVersionThatIsRefusedAsAllAre) {
  ServerModel server = rsa_server();
  set_versions(server, {TLSv1_3});
  for (const ProtocolVersion version : {SSLv3, TLSv1_0, TLSv1_1, TLSv1_2})
    server.refused_versions.push_back({version, handshake_failure});
  const LearnedServer learnt = learn(server).server;
  const auto refused = answer(learnt.model, {});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().cause, knowledge::CauseId::no_common_version);
  EXPECT_EQ(refused.error().alert, handshake_failure.alert);
  EXPECT_TRUE(refused.error().supposed);
}

}  // namespace
}  // namespace tlswhy
