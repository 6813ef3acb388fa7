#include "model/negotiate.hpp"

#include <gtest/gtest.h>

#include <array>

#include "knowledge/ids/causes.hpp"
#include "model/testing/parties.hpp"

namespace tlswhy::testing {
namespace {

using knowledge::Answer;
using knowledge::CauseId;
using knowledge::StackAnswers;
using enum ProtocolVersion;

constexpr Timestamp now{1'800'000'000LL * 1'000'000'000};
constexpr std::array<Answer, 1> says_illegal_parameter = {{{Answer::Kind::alert, 47}}};
constexpr std::array<Answer, 1> says_nothing = {{{Answer::Kind::closes, 0}}};

// A client and a server that agree on ECDHE-RSA in TLS 1.2, with a chain that the client trusts.
struct Meeting {
  Hello hello;
  ServerModel server = rsa_server();
  CertificateList store = list({authority("Root", "Root")});
  knowledge::ClientPolicy policy;
  std::vector<StackAnswers> answers;
  bool has_certificate = false;

  [[nodiscard]] Negotiation end() const {
    knowledge::ClientProfile client{};
    client.offer = hello.offer();
    client.policy = policy;
    client.answers = answers;
    client.path.checks_name = knowledge::NameCheck::never;
    std::vector<CertificateGraph> graphs;
    for (const Credential& c : server.credentials) graphs.emplace_back(c.chain, store);
    return negotiate(client, server, graphs,
                     {.host = {}, .at = now, .client_has_certificate = has_certificate});
  }
  [[nodiscard]] std::optional<CauseId> cause() const {
    const Negotiation n = end();
    return n.refusal ? std::optional(n.refusal->cause) : std::nullopt;
  }
};

// Of the server in DHE-RSA with a group of so many bits.
Meeting dhe(std::uint16_t bits) {
  Meeting out;
  out.hello.suites = {suite::dhe_rsa_aes_sha};
  out.server.dh_bits = bits;
  return out;
}

TEST(Negotiate, AgreesAndLooksAtTheChain) {
  const Negotiation n = Meeting().end();
  EXPECT_TRUE(n.established());
  EXPECT_EQ(n.flight.version, TLSv1_2);
  EXPECT_EQ(n.flight.cipher_suite, suite::ecdhe_rsa_aes_gcm);
  ASSERT_TRUE(n.path);
  EXPECT_TRUE(n.path->accepted);
}

TEST(Negotiate, AFlightThatTheServerDoesNotSendIsNotJudged) {
  Meeting m;
  set_suites(m.server, {suite::dhe_dss_aes_sha});
  const Negotiation n = m.end();
  EXPECT_EQ(n.refusal->by, Party::server);
  EXPECT_EQ(n.refusal->cause, CauseId::no_shared_cipher);
  EXPECT_EQ(n.flight.version, none);
  EXPECT_FALSE(n.path);
}

// RFC 5246 appendix E.1: the client may refuse the lower version that it gets.
TEST(Negotiate, AClientMayRefuseALowerVersion) {
  Meeting m;
  m.hello.versions = {TLSv1_2};
  set_versions(m.server, {TLSv1_0});
  const Negotiation n = m.end();
  ASSERT_FALSE(n.established());
  EXPECT_EQ(n.refusal->by, Party::client);
  EXPECT_EQ(n.refusal->at, HandshakeType::server_hello);
  EXPECT_EQ(n.refusal->cause, CauseId::server_old_version_client_refuses);
  m.hello.versions.push_back(TLSv1_0);
  EXPECT_TRUE(m.end().established());
}

TEST(Negotiate, ADhPrimeMayBeTooShort) {
  Meeting m = dhe(768);
  EXPECT_TRUE(m.end().established());  // nothing is known of a limit
  m.policy.minimum_dh_bits = 1024;
  const Negotiation n = m.end();
  ASSERT_FALSE(n.established());
  EXPECT_EQ(n.refusal->cause, CauseId::weak_dh_group);
  EXPECT_EQ(n.refusal->at, HandshakeType::server_key_exchange);
  EXPECT_EQ(n.refusal->have, 768U);
  EXPECT_EQ(n.refusal->need, 1024U);
  m.server.dh_bits = 1024;
  EXPECT_TRUE(m.end().established());
}

TEST(Negotiate, ADhPrimeMayBeTooLong) {
  Meeting m = dhe(2048);
  m.policy.maximum_dh_bits = 1024;
  EXPECT_EQ(m.cause(), CauseId::dh_prime_too_large);
  EXPECT_EQ(m.end().refusal->constraint, Constraint::maximum_dh_bits);
  m.policy.maximum_dh_bits = 2048;
  EXPECT_FALSE(m.cause());
}

TEST(Negotiate, LimitsOfDhDoNotTouchEcdhe) {
  Meeting m;
  m.policy.minimum_dh_bits = 4096;
  EXPECT_FALSE(m.cause());
}

// ServerKeyExchange before TLS 1.2 is signed with MD5 and SHA-1 (RFC 4346 section 7.4.3).
TEST(Negotiate, AClientMayRefuseTheSignatureOfBeforeTls12) {
  Meeting m;
  m.policy.verifies_md5_sha1 = false;
  m.hello.suites = {suite::ecdhe_rsa_aes_sha};
  EXPECT_FALSE(m.cause());
  set_versions(m.server, {TLSv1_1});
  EXPECT_EQ(m.cause(), CauseId::sha1_handshake_signature);
  m.policy.verifies_md5_sha1 = true;
  EXPECT_FALSE(m.cause());
  m.policy.verifies_md5_sha1 = false;
  m.hello.suites = {suite::rsa_aes_sha};  // static RSA signs nothing
  EXPECT_FALSE(m.cause());
}

TEST(Negotiate, TheChainIsJudgedBeforeTheKeyExchange) {
  Meeting m = dhe(512);
  m.policy.minimum_dh_bits = 1024;
  EXPECT_EQ(m.cause(), CauseId::weak_dh_group);
  m.store = list({authority("Other", "Other")});
  const Negotiation n = m.end();
  ASSERT_TRUE(n.refusal && n.refusal->fault);
  EXPECT_EQ(n.refusal->at, HandshakeType::certificate);
  EXPECT_EQ(n.refusal->constraint, Constraint::path);
  EXPECT_EQ(n.refusal->cause, n.refusal->fault->cause);
}

TEST(Negotiate, AnswersAsTheClientIsKnownTo) {
  Meeting m = dhe(512);
  m.policy.minimum_dh_bits = 1024;
  EXPECT_FALSE(m.end().refusal->alert);
  EXPECT_FALSE(m.end().refusal->closes);
  m.answers = {{CauseId::weak_dh_group, says_illegal_parameter}};
  EXPECT_EQ(m.end().refusal->alert, code(AlertDescription::illegal_parameter));
  m.answers = {{CauseId::weak_dh_group, says_nothing}};
  EXPECT_FALSE(m.end().refusal->alert);
  EXPECT_TRUE(m.end().refusal->closes);
}

TEST(Negotiate, WithoutGraphsNoChainIsJudged) {
  const Meeting m;
  knowledge::ClientProfile client{};
  client.offer = m.hello.offer();
  const Negotiation n =
      negotiate(client, m.server, {}, {.host = ServerName("other.test"), .at = now});
  EXPECT_TRUE(n.established());
  EXPECT_FALSE(n.path);
}

struct WithoutCertificate {
  Behaviour server;
  AlertDescription tls12, tls13;
};

// RFC 5246 section 7.4.6, RFC 8446 section 4.4.2.4: every library in its own words.
TEST(Negotiate, ARequiredClientCertificateIsMissedAfterwards) {
  using enum AlertDescription;
  for (const auto& expected :
       {WithoutCertificate{Behaviour::openssl, handshake_failure, certificate_required},
        WithoutCertificate{Behaviour::gnutls, decode_error, certificate_required},
        WithoutCertificate{Behaviour::jsse, bad_certificate, bad_certificate},
        WithoutCertificate{Behaviour::nss, bad_certificate, certificate_required},
        WithoutCertificate{Behaviour::go, handshake_failure, certificate_required}}) {
    Meeting m;
    m.server.behaviour = expected.server;
    m.server.client_certificate = ClientCertificatePolicy::required;
    ASSERT_EQ(m.cause(), CauseId::client_cert_not_sent);
    EXPECT_EQ(m.end().refusal->by, Party::server);
    EXPECT_EQ(m.end().refusal->alert, code(expected.tls12));
    m.hello = hello_of_tls13();
    EXPECT_EQ(m.end().flight.version, TLSv1_3);
    EXPECT_EQ(m.end().refusal->alert, code(expected.tls13));
  }
}

TEST(Negotiate, AClientCertificateThatIsThereOrOptionalDoesNoHarm) {
  Meeting m;
  m.server.client_certificate = ClientCertificatePolicy::optional;
  EXPECT_TRUE(m.end().established());
  EXPECT_TRUE(m.end().flight.certificate_requested);
  m.server.client_certificate = ClientCertificatePolicy::required;
  m.has_certificate = true;
  EXPECT_TRUE(m.end().established());
  m.has_certificate = false;
  m.store = list({authority("Other", "Other")});  // the client ends it before it is asked
  EXPECT_EQ(m.end().refusal->by, Party::client);
}

TEST(Negotiate, JudgesTheCertificateThatTheServerPicked) {
  Meeting m;
  Certificate unknown = ec_certificate(group::p256);
  unknown.issuer = "CN=Nobody";
  m.server.credentials.push_back({list({unknown})});
  m.hello.schemes.push_back(scheme::ecdsa_sha256);
  EXPECT_TRUE(m.end().established());
  m.hello.suites = {suite::ecdhe_ecdsa_aes_gcm};
  EXPECT_EQ(m.end().flight.credential, 1U);
  EXPECT_EQ(m.end().refusal->constraint, Constraint::path);
}

}  // namespace
}  // namespace tlswhy::testing
