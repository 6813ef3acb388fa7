#include "sources/probe/survey.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "model/testing/parties.hpp"
#include "sources/probe/testing/any_server.hpp"
#include "sources/probe/testing/learning.hpp"
#include "sources/probe/testing/played_server.hpp"

namespace tlswhy {
namespace {

using testing::add_suite;
using testing::Answering;
using testing::any_server;
using testing::learn;
using testing::Learnt;
using testing::list;
using testing::rsa_server;
using testing::set_groups;
using testing::set_order;
using testing::set_schemes;
using testing::set_suites;
using testing::set_versions;
namespace suite = testing::suite;
namespace group = testing::group;
namespace scheme = testing::scheme;

// The suites of a version that can be had.
std::vector<CipherSuite> usable(const ServerModel& server, const ServerVersion& version) {
  std::vector<CipherSuite> out;
  for (const CipherSuite s : version.cipher_suites) {
    const auto is = traits(s);
    const bool tls13 = is.key_exchange == KeyExchange::tls13;
    const bool fits = tls13 == (version.version == ProtocolVersion::TLSv1_3) &&
                      (!is.tls12_only || version.version >= ProtocolVersion::TLSv1_2);
    const bool keyed = tls13 || std::ranges::any_of(server.credentials, [&](const Credential& c) {
                         return (c.leaf().key == KeyKind::ec) == is_ecdsa(s);
                       });
    const bool dhe = is.key_exchange != KeyExchange::dhe || server.dh_bits > 0;
    if (fits && keyed && dhe) out.push_back(s);
  }
  return out;
}

template <class T>
std::vector<T> sorted(std::vector<T> list) {
  std::ranges::sort(list);
  return list;
}

void expect_whole(const ServerModel& server, const Learnt& learnt) {
  for (const ServerVersion& v : server.versions) {
    const ServerVersion* found = learnt.version(v.version);
    ASSERT_NE(found, nullptr) << code(v.version);
    const auto expected = usable(server, v);
    if (v.order == Order::server && !server.certificate_first) {
      EXPECT_EQ(found->cipher_suites, expected) << code(v.version);
    } else {
      EXPECT_EQ(sorted(found->cipher_suites), sorted(expected)) << code(v.version);
    }
    EXPECT_EQ(found->order, expected.size() > 1 ? v.order : Order::unknown) << code(v.version);
  }
  EXPECT_EQ(learnt.server.model.versions.size(), server.versions.size());
  for (const Contradiction& c : learnt.server.contradictions)
    ADD_FAILURE() << c.what << " " << ::testing::PrintToString(c.details) << " server "
                  << server.certificate_first << server.credentials.size();
}

TEST(Survey, LearnsAServerWhole) {
  ServerModel server = rsa_server();
  server.dh_bits = 2048;
  const Learnt learnt = learn(server);
  expect_whole(server, learnt);
  EXPECT_EQ(sorted(learnt.version(ProtocolVersion::TLSv1_2)->groups),
            sorted(std::vector{group::x25519, group::p256, group::p384}));
  EXPECT_EQ(sorted(learnt.version(ProtocolVersion::TLSv1_3)->groups),
            sorted(server.versions.back().groups));
  EXPECT_EQ(sorted(learnt.version(ProtocolVersion::TLSv1_2)->signature_schemes),
            sorted(std::vector{scheme::pss_rsae_sha256, scheme::pss_rsae_sha512, scheme::rsa_sha256,
                               scheme::rsa_sha1}));
  ASSERT_EQ(learnt.server.dh.size(), 1u);
  EXPECT_EQ(learnt.server.dh.front().bits, 2048);
  EXPECT_EQ(learnt.server.behaviour.fallback_scsv, true);
}

TEST(Survey, TheOrderOfAnswersDoesNotMatter) {
  ServerModel server = rsa_server();
  server.dh_bits = 1024;
  for (unsigned seed = 1; seed < 20; ++seed) expect_whole(server, learn(server, seed));
}

TEST(Survey, SaysWhoseOrderDecides) {
  ServerModel server = rsa_server();
  set_order(server, Order::client);
  const Learnt learnt = learn(server);
  expect_whole(server, learnt);
  // The client's order must not end the elimination of groups and schemes early.
  EXPECT_EQ(sorted(learnt.version(ProtocolVersion::TLSv1_2)->groups),
            sorted(std::vector{group::x25519, group::p256, group::p384}));
  EXPECT_EQ(learnt.version(ProtocolVersion::TLSv1_2)->signature_schemes.size(), 4u);
}

// The property that all else rests on: whatever the server is, it is found whole.
TEST(Survey, FindsAnyServer) {
  std::mt19937 dice(7);
  for (unsigned round = 0; round < 60; ++round) {
    const ServerModel server = any_server(dice);
    SCOPED_TRACE(round);
    expect_whole(server, learn(server, round));
  }
}

TEST(Survey, TwoCertificatesChosenBeforeTheSuiteLoseNothing) {
  ServerModel server = rsa_server();
  set_versions(server, {ProtocolVersion::TLSv1_2});
  server.credentials.push_back({list({testing::ec_certificate(group::p256)})});
  server.certificate_first = true;
  const Learnt learnt = learn(server);
  expect_whole(server, learnt);
  EXPECT_TRUE(learnt.server.model.certificate_first);
  EXPECT_EQ(std::ranges::count(learnt.server.certificates, LearnedChain::Name::asked,
                               &LearnedChain::name),
            2);
}

// HAProxy with prefer-client-ciphers: an ECDSA suite behind others is no order of the server's.
TEST(Survey, ACertificateChosenFirstIsNoOrder) {
  ServerModel server = rsa_server();
  set_versions(server, {ProtocolVersion::TLSv1_2});
  add_suite(server, CipherSuite{0xc02c});
  server.credentials.push_back({list({testing::ec_certificate(group::p256)})});
  server.certificate_first = true;
  set_order(server, Order::client);
  expect_whole(server, learn(server));
  // With one suite for each there is nothing to choose from, and the same is chosen each time.
  set_suites(server, {suite::ecdhe_rsa_aes_gcm, suite::ecdhe_ecdsa_aes_gcm});
  EXPECT_EQ(learn(server).version(ProtocolVersion::TLSv1_2)->order, Order::server);
}

// A server whose groups cannot be read: its order is found all the same, and no tie is asked twice.
ProbeAnswer without_groups(const ServerModel& server, const ProbeQuestion& question) {
  ProbeAnswer out = testing::play(server, question);
  out.group.reset();
  return out;
}

TEST(Survey, AnOrderWithoutGroups) {
  ServerModel server = rsa_server();
  set_versions(server, {ProtocolVersion::TLSv1_2});
  const Learnt learnt = learn(server, 0, without_groups);
  expect_whole(server, learnt);
  EXPECT_LT(learnt.hellos, 40u);
}

// As OpenSSL whose list of schemes has none for its RSA key: chooses a suite for it, and fails.
ProbeAnswer no_scheme_for_rsa(const ServerModel& server, const ProbeQuestion& question) {
  ProbeAnswer out = testing::play(server, question);
  const bool fails = out.agreed() && out.version == ProtocolVersion::TLSv1_2 &&
                     is_signed(out.cipher_suite) && !is_ecdsa(out.cipher_suite);
  return fails ? testing::refused(code(AlertDescription::handshake_failure)) : out;
}

TEST(Survey, SuitesBehindOneThatFails) {
  ServerModel server = rsa_server();
  set_versions(server, {ProtocolVersion::TLSv1_0, ProtocolVersion::TLSv1_2});
  const Learnt learnt = learn(server, 0, no_scheme_for_rsa);
  const ServerVersion* tls12 = learnt.version(ProtocolVersion::TLSv1_2);
  ASSERT_NE(tls12, nullptr);
  EXPECT_EQ(tls12->cipher_suites, (std::vector{suite::rsa_aes_gcm, suite::rsa_aes_sha}));
}

// A near miss: without that habit the same server is not said to have it.
TEST(Survey, TwoCertificatesChosenWithTheSuite) {
  ServerModel server = rsa_server();
  server.credentials.push_back({list({testing::ec_certificate(group::p256)})});
  const Learnt learnt = learn(server);
  expect_whole(server, learnt);
  EXPECT_FALSE(learnt.server.model.certificate_first);
}

// As nginx with 20 suites and one RSA certificate: what the other tools need 92 to 180 hellos for.
TEST(Survey, AsksSparingly) {
  ServerModel server = rsa_server();
  set_versions(server, {ProtocolVersion::TLSv1_2, ProtocolVersion::TLSv1_3});
  set_suites(server, {});
  for (const std::uint16_t s : std::initializer_list<std::uint16_t>{
           0x1302, 0x1303, 0x1301, 0xc030, 0xcca8, 0xc02f, 0xc028, 0xc027, 0xc014, 0xc013,
           0x009f, 0xccaa, 0x009e, 0x006b, 0x0067, 0x0039, 0x0033, 0x009d, 0x009c, 0x0035})
    add_suite(server, CipherSuite{s});
  std::vector<NamedGroup> groups;
  for (const std::uint16_t g :
       std::initializer_list<std::uint16_t>{29, 23, 30, 25, 24, 256, 257, 258, 259, 260})
    groups.push_back(NamedGroup{g});
  set_groups(server, groups);
  std::vector<SignatureScheme> schemes = server.versions.front().signature_schemes;
  for (const std::uint16_t s :
       std::initializer_list<std::uint16_t>{0x0805, 0x080a, 0x080b, 0x0501, 0x0601, 0x0301})
    schemes.push_back(SignatureScheme{s});
  set_schemes(server, schemes);
  server.dh_bits = 2048;
  const Learnt learnt = learn(server);
  expect_whole(server, learnt);
  EXPECT_LE(learnt.hellos, 46u);
}

// Two servers that take turns behind one address.
TEST(Survey, SeveralCertificatesOfOneKindAreAContradiction) {
  const ServerModel one = rsa_server();
  ServerModel other = rsa_server();  // the same with another certificate
  other.credentials = {{list({testing::rsa_certificate("other.test", "Root")})}};
  Survey survey({.server_name = "shop.test", .alpn = {}});
  bool turn = false;
  while (!survey.finished()) {
    const auto question = survey.next();
    if (!question) continue;
    turn = !turn;
    survey.take(question->id, testing::play(turn ? one : other, question->question));
  }
  const auto said = survey.result().contradictions;
  ASSERT_EQ(said.size(), 1u);
  EXPECT_EQ(said.front().what, "certificate");
  EXPECT_EQ(said.front().details.size(), 2u);
}

// Go's order has ChaCha20 first where what it knows first of the client's list is no AES-GCM, and
// AES-GCM first otherwise: crypto/tls, aesgcmPreferred().
TEST(Survey, OneOrderOfAServerThatHasTwo) {
  ServerModel server = rsa_server();
  set_suites(server, {});
  for (const int number :
       {0x1301, 0x1302, 0x1303, 0xc02f, 0xc030, 0xcca8, 0xc013, 0xc014, 0x009c, 0x002f})
    add_suite(server, CipherSuite{static_cast<std::uint16_t>(number)});
  const Learnt learnt =
      learn(server, 0, [](const ServerModel& model, const ProbeQuestion& question) {
        ServerModel now = model;
        const std::vector<CipherSuite>& suites = model.versions.front().cipher_suites;
        const auto known = std::ranges::find_if(question.hello.cipher_suites, [&](CipherSuite s) {
          return std::ranges::find(suites, s) != suites.end();
        });
        const bool aes_gcm = known != question.hello.cipher_suites.end() &&
                             (is_ecdhe_aes_gcm(*known) || code(*known) == 0x009c);
        for (ServerVersion& version : now.versions)
          if (!aes_gcm) std::ranges::stable_partition(version.cipher_suites, is_chacha);
        return testing::play(now, question);
      });
  expect_whole(server, learnt);
  EXPECT_EQ(learnt.server.behaviour.prioritizes_chacha, true);
}

// A server that minds something else in these hellos minds it with every name.
TEST(Survey, WhatIsRefusedWithTheNameTooSaysNothingOfNames) {
  const auto ask = [](bool minds_names) {
    const Answering answer = [=](const ServerModel& model, const ProbeQuestion& question) {
      const HelloContent& hello = question.hello;
      const bool what_is_known_and_all = hello.cipher_suites.size() > 150 &&
                                         hello.cipher_suites.front() == suite::ecdhe_rsa_aes_gcm;
      const bool refused = minds_names ? hello.server_name != "shop.test" : what_is_known_and_all;
      return refused && !question.finish ? testing::refused(std::nullopt)
                                         : testing::play(model, question);
    };
    return learn(rsa_server(), 0, answer).server.behaviour;
  };
  EXPECT_EQ(ask(true).no_name_refused, true);
  EXPECT_EQ(ask(true).unknown_name_refused, true);
  EXPECT_EQ(ask(false).no_name_refused, std::nullopt);
  EXPECT_EQ(ask(false).unknown_name_refused, std::nullopt);
}

template <class Minds>
Learnt learn_from_one_that_minds(const ServerModel& server, const Minds& minds,
                                 std::optional<std::uint8_t> alert) {
  return learn(server, 0, [&](const ServerModel& model, const ProbeQuestion& question) {
    return !question.sslv2 && minds(question.hello) ? testing::refused(alert)
                                                    : testing::play(model, question);
  });
}

// Old balancers drop a ClientHello of 512 bytes or more, or with more than 128 suites.
TEST(Survey, LongHellosThatAreDroppedAreAskedInParts) {
  ServerModel server = rsa_server();
  set_versions(server, {ProtocolVersion::TLSv1_0, ProtocolVersion::TLSv1_2});
  const Learnt learnt = learn_from_one_that_minds(
      server,
      [](const HelloContent& hello) {
        return write_client_hello(hello).size() >= 512 || hello.cipher_suites.size() > 128;
      },
      std::nullopt);
  expect_whole(server, learnt);
  const LearnedServer& found = learnt.server;
  EXPECT_EQ(found.behaviour.long_hello, false);
  EXPECT_EQ(found.behaviour.no_name_refused, false);
  EXPECT_EQ(found.behaviour.unknown_name_refused, false);
  EXPECT_EQ(sorted(learnt.version(ProtocolVersion::TLSv1_2)->groups),
            sorted(learn(server).version(ProtocolVersion::TLSv1_2)->groups));
}

// wolfSSL takes no more than 150 suites, and minds nothing else.
TEST(Survey, ManySuitesThatAreRefusedSayNothingOfTheLength) {
  ServerModel server = rsa_server();
  server.alpn = {"h2"};
  const Learnt whole = learn(server);
  const Learnt learnt = learn_from_one_that_minds(
      server, [](const HelloContent& hello) { return hello.cipher_suites.size() > 150; },
      code(AlertDescription::decode_error));
  expect_whole(server, learnt);
  EXPECT_EQ(learnt.server.behaviour.long_hello, true);
  EXPECT_EQ(learnt.server.model.alpn, whole.server.model.alpn);
  const ServerVersion& found = *learnt.version(ProtocolVersion::TLSv1_2);
  const ServerVersion& expected = *whole.version(ProtocolVersion::TLSv1_2);
  EXPECT_EQ(sorted(found.groups), sorted(expected.groups));
  EXPECT_EQ(sorted(found.signature_schemes), sorted(expected.signature_schemes));
}

// Its suites are known after two hellos, its protocols are not.
TEST(Survey, ProtocolsOfAServerWithOneSuite) {
  ServerModel server = rsa_server();
  set_suites(server, {suite::rsa_aes_sha});
  set_versions(server, {ProtocolVersion::TLSv1_2});
  server.alpn = {"http/1.1", "h2"};
  EXPECT_EQ(sorted(learn(server).server.model.alpn), sorted(server.alpn));
  server.alpn = {"http/1.1"};
  EXPECT_FALSE(learn(server).server.model.alpn_must_match);
  server.alpn_must_match = true;
  EXPECT_TRUE(learn(server).server.model.alpn_must_match);
}

// Where TLS 1.3 hides them, more handshakes are finished than its schemes need.
TEST(Survey, ProtocolsOfAServerWithTls13Alone) {
  ServerModel server = rsa_server();
  set_versions(server, {ProtocolVersion::TLSv1_3});
  set_schemes(server, {scheme::pss_rsae_sha256});
  server.alpn = {"http/1.1", "h2"};
  EXPECT_EQ(sorted(learn(server).server.model.alpn), sorted(server.alpn));
}

// What is shown under other names is asked there too.
TEST(Survey, NamesOfAServerWithTls13Alone) {
  ServerModel server = rsa_server();
  set_versions(server, {ProtocolVersion::TLSv1_3});
  EXPECT_EQ(learn(server).server.certificates.size(), 3u);
  EXPECT_EQ(learn(server).server.behaviour.unknown_name_refused, false);
  server.unknown_name_refused = server.name_required = true;
  server.server_names = {"shop.test"};
  const LearnedServer learnt = learn(server).server;
  EXPECT_EQ(learnt.certificates.size(), 1u);
  EXPECT_EQ(learnt.behaviour.unknown_name_refused, true);
  EXPECT_EQ(learnt.behaviour.no_name_refused, true);
}

// As GnuTLS: signs with an EC key whose curve was not offered, and prefers that curve where it is.
ProbeAnswer without_curve(const ServerModel& server, const ProbeQuestion& question) {
  ProbeQuestion q = question;
  ServerModel other = server;
  if (std::ranges::find(q.hello.supported_groups, group::p256) == q.hello.supported_groups.end()) {
    q.hello.supported_groups.push_back(group::p256);
    for (ServerVersion& version : other.versions) std::erase(version.groups, group::p256);
  }
  return testing::play(other, q);
}

TEST(Survey, GroupsBehindTheCurveOfTheKey) {
  ServerModel server = rsa_server();
  set_versions(server, {ProtocolVersion::TLSv1_2});
  set_suites(server, {CipherSuite{0xc02b}, CipherSuite{0xc02c}, CipherSuite{0xc009}});
  server.credentials = {{list({testing::ec_certificate(group::p256)})}};
  set_schemes(server, {SignatureScheme{0x0403}});
  set_groups(server, {group::p256, group::p384, group::x25519});
  server.server_group_order = true;
  EXPECT_EQ(sorted(learn(server, 0, without_curve).version(ProtocolVersion::TLSv1_2)->groups),
            sorted(server.versions.front().groups));
  // One that needs the curve always takes it.
  EXPECT_EQ(learn(server).version(ProtocolVersion::TLSv1_2)->groups, std::vector{group::p256});
}

// As JSSE: asks for a certificate, then finds that it has no scheme to sign with.
ProbeAnswer unsigned_flight(const ServerModel& server, const ProbeQuestion& question) {
  ProbeAnswer out = testing::play(server, question);
  if (out.agreed() || !question.finish) return out;
  out.end = ProbeAnswer::End::agreed;
  out.version = ProtocolVersion::TLSv1_3;
  out.cipher_suite = server.versions.back().cipher_suites.front();
  out.certificate_requested = true;
  return out;
}

// And takes any ECDSA scheme for a reason to show its P-256 key, before it looks at others.
ProbeAnswer first_key(const ServerModel& server, const ProbeQuestion& question) {
  ProbeQuestion q = question;
  auto& schemes = q.hello.signature_algorithms;
  const auto is_ec = [](SignatureScheme s) { return (code(s) & 0xff) == 3; };
  if (q.finish && std::ranges::any_of(schemes, is_ec))
    std::erase_if(schemes, [&](SignatureScheme s) { return !is_ec(s); });
  return unsigned_flight(server, q);
}

TEST(Survey, SchemesOfTheOtherKeyWhereTheFirstCannotSign) {
  ServerModel server = rsa_server();
  set_versions(server, {ProtocolVersion::TLSv1_3});
  server.credentials.push_back({list({testing::ec_certificate(group::p256)})});
  set_schemes(server, {scheme::ecdsa_sha256, scheme::pss_rsae_sha256, scheme::pss_rsae_sha512});
  const Learnt learnt = learn(server, 0, first_key);
  EXPECT_EQ(sorted(learnt.version(ProtocolVersion::TLSv1_3)->signature_schemes),
            sorted(server.versions.front().signature_schemes));
  EXPECT_EQ(std::ranges::count(learnt.server.certificates, LearnedChain::Name::asked,
                               &LearnedChain::name),
            2);
}

// A server that prefers to have no certificate shows it all the same to who wants one.
TEST(Survey, AnonymousSuitesHideNothing) {
  ServerModel server = rsa_server();
  set_versions(server, {ProtocolVersion::TLSv1_2});
  set_suites(server, {CipherSuite{0xc018}, suite::ecdhe_rsa_aes_gcm});
  server.client_certificate = ClientCertificatePolicy::optional;
  const LearnedServer learnt = learn(server).server;
  EXPECT_EQ(learnt.client_certificate, ClientCertificatePolicy::optional);
  EXPECT_EQ(learnt.certificates.size(), 3u);  // as asked, without a name, with a foreign one
  set_suites(server, {CipherSuite{0xc018}});
  server.client_certificate = ClientCertificatePolicy::none;
  EXPECT_EQ(learn(server).server.client_certificate, ClientCertificatePolicy::none);
}

TEST(Survey, TicketsOfAServerThatRequiresACertificateAreNotKnown) {
  ServerModel server = rsa_server();
  set_versions(server, {ProtocolVersion::TLSv1_3});
  server.client_certificate = ClientCertificatePolicy::required;
  EXPECT_EQ(learn(server).server.behaviour.session_tickets, std::nullopt);
  set_versions(server, {ProtocolVersion::TLSv1_2, ProtocolVersion::TLSv1_3});
  EXPECT_EQ(learn(server).server.behaviour.session_tickets, std::nullopt);
  server.client_certificate = ClientCertificatePolicy::none;
  EXPECT_EQ(learn(server).server.behaviour.session_tickets, false);
}

TEST(Survey, AServerThatCannotSignDoesNotRequireACertificate) {
  ServerModel server = rsa_server();
  set_versions(server, {ProtocolVersion::TLSv1_3});
  server.client_certificate = ClientCertificatePolicy::optional;
  EXPECT_EQ(learn(server, 0, unsigned_flight).server.client_certificate,
            ClientCertificatePolicy::optional);
}

TEST(Survey, NothingIsAskedTwiceOfAServerThatIsNone) {
  Survey survey({.server_name = {}, .alpn = {}});
  std::size_t hellos = 0;
  while (!survey.finished()) {
    const auto question = survey.next();
    if (!question) continue;
    ++hellos;
    survey.take(question->id, testing::refused(code(AlertDescription::protocol_version)));
  }
  EXPECT_EQ(hellos, 6u);  // SSLv2 to TLS 1.3
  EXPECT_TRUE(survey.result().model.versions.empty());
}

}  // namespace
}  // namespace tlswhy
