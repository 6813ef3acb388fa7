#include <gtest/gtest.h>

#include <algorithm>

#include "knowledge/ids/causes.hpp"
#include "model/testing/parties.hpp"

namespace tlswhy::testing {
namespace {

using knowledge::CauseId;
using knowledge::ServerNameRule;
using enum ProtocolVersion;

struct Choice {
  std::expected<ServerFlight, Refusal> end;
  std::vector<Rejection> rejections;

  [[nodiscard]] CipherSuite suite() const { return end ? end->cipher_suite : CipherSuite{}; }
  [[nodiscard]] ProtocolVersion version() const { return end ? end->version : none; }
  [[nodiscard]] std::optional<CauseId> cause() const {
    return end ? std::nullopt : std::optional(end.error().cause);
  }
  [[nodiscard]] std::optional<std::uint8_t> alert() const {
    return end ? std::nullopt : end.error().alert;
  }
  // Why a suite was turned down; nothing if it was not.
  [[nodiscard]] std::optional<Constraint> why_not(CipherSuite suite) const {
    const auto found = std::ranges::find_if(rejections, [suite](const Rejection& r) {
      return r.kind == Rejection::Kind::cipher_suite && r.candidate == code(suite);
    });
    return found == rejections.end() ? std::nullopt : std::optional(found->constraint);
  }
};

Choice chosen(const Hello& hello, const ServerModel& server,
              const std::string& host = "shop.test") {
  Choice out;
  out.end = choose(hello.offer(), server, ServerName(host), out.rejections);
  return out;
}

TEST(ChooseVersion, TakesTheHighestThatBothHave) {
  ServerModel server = rsa_server();
  EXPECT_EQ(chosen(hello_of_tls13(), server).version(), TLSv1_3);
  EXPECT_EQ(chosen({}, server).version(), TLSv1_2);
  set_versions(server, {TLSv1_3});
  const Choice none_in_common = chosen({}, server);
  EXPECT_EQ(none_in_common.cause(), CauseId::no_common_version);
  EXPECT_EQ(none_in_common.alert(), code(AlertDescription::protocol_version));
}

// RFC 8446 section 4.2.1: supported_versions names each; a client of before names its highest
// alone.
TEST(ChooseVersion, AnswersLowerThanAClientOfBeforeNamed) {
  ServerModel server = rsa_server();
  set_versions(server, {TLSv1_0});
  Hello hello;
  hello.versions = {TLSv1_2};
  hello.groups = {};
  EXPECT_EQ(chosen(hello, server).version(), TLSv1_0);
  hello = hello_of_tls13();
  hello.versions = {TLSv1_3, TLSv1_2};
  EXPECT_EQ(chosen(hello, server).cause(), CauseId::no_common_version);
  hello.versions = {TLSv1_3, TLSv1_2, TLSv1_0};
  hello.suites = {suite::ecdhe_rsa_aes_sha};
  EXPECT_EQ(chosen(hello, server).version(), TLSv1_0);
}

// GnuTLS goes on with what the record layer and legacy_version would allow.
TEST(ChooseVersion, SomeServersAnswerBelowTheListedOnes) {
  ServerModel server = rsa_server();
  set_versions(server, {TLSv1_0});
  Hello hello = hello_of_tls13();
  hello.versions = {TLSv1_3, TLSv1_2};
  hello.suites = {suite::ecdhe_rsa_aes_sha};
  EXPECT_EQ(chosen(hello, server).cause(), CauseId::no_common_version);
  server.behaviour = Behaviour::gnutls;
  EXPECT_EQ(chosen(hello, server).version(), TLSv1_0);
}

TEST(ChooseVersion, LeavesTls13ToKeysThatCanSignThere) {
  ServerModel server = rsa_server();
  set_schemes(server, {scheme::rsa_sha256});
  EXPECT_EQ(chosen(hello_of_tls13(), server).version(), TLSv1_2);
  set_versions(server, {TLSv1_3});
  EXPECT_EQ(chosen(hello_of_tls13(), server).cause(), CauseId::curve_of_cert_unsupported);
  set_schemes(server, {scheme::pss_rsae_sha256});
  EXPECT_EQ(chosen(hello_of_tls13(), server).version(), TLSv1_3);
}

// RFC 8734.
TEST(ChooseVersion, AChainAloneLeavesTls13ToClientsThatKnowTheSchemeOfItsCurve) {
  ServerModel server = rsa_server();
  server.credentials = {{list({ec_certificate(group::p384)})}};
  set_schemes(server, {scheme::ecdsa_sha256, SignatureScheme::ecdsa_secp384r1_sha384});
  Hello hello = hello_of_tls13();
  hello.groups.push_back(group::p384);
  hello.suites.push_back(suite::ecdhe_ecdsa_aes_gcm);
  hello.schemes = {scheme::ecdsa_sha256};
  EXPECT_EQ(chosen(hello, server).cause(), CauseId::sigalg_no_common);
  server.only_chains_known = true;
  EXPECT_EQ(chosen(hello, server).version(), TLSv1_2);
}

// As settings of an installation may leave it.
TEST(ChooseVersion, AClientThatNamesNoneMeetsNoServer) {
  Hello hello;
  hello.versions = {};
  EXPECT_EQ(chosen(hello, rsa_server()).cause(), CauseId::no_common_version);
}

TEST(ChooseSuite, FollowsTheOrderOfTheServerOrOfTheClient) {
  ServerModel server = rsa_server();
  Hello hello;
  hello.suites = {suite::rsa_aes_sha, suite::ecdhe_rsa_aes_gcm};
  EXPECT_EQ(chosen(hello, server).suite(), suite::ecdhe_rsa_aes_gcm);
  set_order(server, Order::client);
  EXPECT_EQ(chosen(hello, server).suite(), suite::rsa_aes_sha);
}

TEST(ChooseSuite, SaysWhoLacksASuite) {
  ServerModel server = rsa_server();
  Hello hello;
  hello.suites = {suite::ecdhe_rsa_aes256_gcm};
  EXPECT_EQ(chosen(hello, server).why_not(suite::ecdhe_rsa_aes_gcm), Constraint::offered);
  EXPECT_EQ(chosen(hello, server).cause(), CauseId::no_shared_cipher);
  EXPECT_EQ(chosen(hello, server).alert(), code(AlertDescription::handshake_failure));
  set_order(server, Order::client);
  EXPECT_EQ(chosen(hello, server).why_not(suite::ecdhe_rsa_aes256_gcm), Constraint::enabled);
  hello.suites.push_back(suite::ecdhe_rsa_aes_gcm);
  EXPECT_EQ(chosen(hello, server).suite(), suite::ecdhe_rsa_aes_gcm);
}

// RFC 5246 section 1.2, RFC 8446 section 4.1.1.
TEST(ChooseSuite, TakesOnlySuitesOfItsVersion) {
  ServerModel server = rsa_server();
  set_versions(server, {TLSv1_1});
  Hello hello;
  EXPECT_EQ(chosen(hello, server).suite(), suite::rsa_aes_sha);
  EXPECT_EQ(chosen(hello, server).why_not(suite::ecdhe_rsa_aes_gcm), Constraint::version_of_suite);
  hello = hello_of_tls13();
  hello.suites = {suite::ecdhe_rsa_aes_gcm};
  EXPECT_EQ(chosen(hello, rsa_server()).cause(), CauseId::tls13_suite_missing);
  hello.suites.push_back(suite::tls13_aes128);
  EXPECT_EQ(chosen(hello, rsa_server()).suite(), suite::tls13_aes128);
}

TEST(ChooseGroup, EcdheWantsOneInCommon) {
  ServerModel server = rsa_server();
  set_groups(server, {group::p384});
  Hello hello;
  EXPECT_EQ(chosen(hello, server).suite(), suite::rsa_aes_sha);
  EXPECT_EQ(chosen(hello, server).why_not(suite::ecdhe_rsa_aes_gcm), Constraint::common_group);
  hello.suites = {suite::ecdhe_rsa_aes_gcm};
  EXPECT_EQ(chosen(hello, server).cause(), CauseId::no_common_group);
  hello.groups.push_back(group::p384);
  EXPECT_EQ(chosen(hello, server).end->group, group::p384);
}

// RFC 8422 section 4: who names no group takes any.
TEST(ChooseGroup, AClientThatNamesNoneTakesTheFirstOfTheServer) {
  ServerModel server = rsa_server();
  set_groups(server, {group::ffdhe2048, group::p384, group::x25519});
  Hello hello;
  hello.groups = {};
  const Choice choice = chosen(hello, server);
  EXPECT_EQ(choice.suite(), suite::ecdhe_rsa_aes_gcm);
  EXPECT_EQ(choice.end->group, group::p384);
  set_groups(server, {group::ffdhe2048});
  EXPECT_EQ(chosen(hello, server).why_not(suite::ecdhe_rsa_aes_gcm), Constraint::common_group);
}

TEST(ChooseGroup, DheNeedsAGroupOfTheServer) {
  ServerModel server = rsa_server();
  Hello hello;
  hello.suites = {suite::dhe_rsa_aes_sha, suite::rsa_aes_sha};
  EXPECT_EQ(chosen(hello, server).suite(), suite::rsa_aes_sha);
  EXPECT_EQ(chosen(hello, server).why_not(suite::dhe_rsa_aes_sha), Constraint::dh_group);
  server.dh_bits = 1024;
  EXPECT_EQ(chosen(hello, server).suite(), suite::dhe_rsa_aes_sha);
  EXPECT_EQ(chosen(hello, server).end->dh_bits, 1024);
}

// RFC 7919 section 4, as GnuTLS and Java do it and OpenSSL does not.
TEST(ChooseGroup, DheOfAClientThatNamesFields) {
  ServerModel server = rsa_server();
  server.dh_bits = 2048;
  Hello hello;
  hello.suites = {suite::dhe_rsa_aes_sha};
  hello.groups = {group::x25519, group::ffdhe3072};
  EXPECT_EQ(chosen(hello, server).suite(), suite::dhe_rsa_aes_sha);
  server.behaviour = Behaviour::gnutls;
  EXPECT_EQ(chosen(hello, server).cause(), CauseId::no_common_group);
  hello.groups = {group::x25519};
  EXPECT_EQ(chosen(hello, server).suite(), suite::dhe_rsa_aes_sha);
  hello.groups = {group::x25519, group::ffdhe2048};
  EXPECT_EQ(chosen(hello, server).suite(), suite::dhe_rsa_aes_sha);
}

// RFC 8446 section 4.1.4.
TEST(ChooseGroup, Tls13AsksAgainForAGroupWithoutShare) {
  ServerModel server = rsa_server();
  const Choice at_once = chosen(hello_of_tls13(), server);
  EXPECT_EQ(at_once.end->group, group::x25519);
  EXPECT_FALSE(at_once.end->hello_retry_request);
  set_groups(server, {group::p256});
  const Choice again = chosen(hello_of_tls13(), server);
  EXPECT_EQ(again.end->group, group::p256);
  EXPECT_TRUE(again.end->hello_retry_request);
  set_groups(server, {group::p384});
  EXPECT_EQ(chosen(hello_of_tls13(), server).cause(), CauseId::no_common_group);
  Hello hello = hello_of_tls13();
  hello.groups = {group::ffdhe2048};  // fields are named like curves there
  EXPECT_EQ(chosen(hello, rsa_server()).end->group, group::ffdhe2048);
}

TEST(ChooseGroup, PrefersAGroupWithAShare) {
  Hello hello = hello_of_tls13();
  hello.groups = {group::p384, group::p256, group::x25519};
  hello.shares = {group::x25519};
  EXPECT_EQ(chosen(hello, rsa_server()).end->group, group::x25519);
  hello.shares = {};
  EXPECT_EQ(chosen(hello, rsa_server()).end->group, group::p384);
}

TEST(ChooseCredential, FitsTheAuthenticationOfTheSuite) {
  ServerModel server = rsa_server();
  Hello hello;
  hello.schemes = {scheme::ecdsa_sha256, scheme::rsa_sha256};
  hello.suites = {suite::ecdhe_ecdsa_aes_gcm};
  EXPECT_EQ(chosen(hello, server).cause(), CauseId::cert_key_type_mismatch);
  EXPECT_EQ(chosen(hello, server).why_not(suite::ecdhe_ecdsa_aes_gcm), Constraint::credential);
  server.credentials.push_back({list({ec_certificate(group::p256)})});
  const Choice second = chosen(hello, server);
  EXPECT_EQ(second.suite(), suite::ecdhe_ecdsa_aes_gcm);
  EXPECT_EQ(second.end->credential, 1U);
  hello.suites = {suite::ecdhe_rsa_aes_gcm};
  EXPECT_EQ(chosen(hello, server).end->credential, 0U);
}

TEST(ChooseCredential, APssKeyDoesNotDecrypt) {
  ServerModel server = rsa_server();
  Certificate leaf = rsa_certificate("shop.test", "Root");
  leaf.key = KeyKind::rsa_pss;
  server.credentials = {{list({leaf})}};
  Hello hello;
  hello.schemes = {scheme::pss_pss_sha256};
  EXPECT_EQ(chosen(hello, server).suite(), suite::ecdhe_rsa_aes_gcm);
  EXPECT_EQ(chosen(hello, server).end->scheme, scheme::pss_pss_sha256);
  hello.suites = {suite::rsa_aes_sha};
  EXPECT_EQ(chosen(hello, server).cause(), CauseId::cert_key_type_mismatch);
  hello.suites = {suite::ecdhe_rsa_aes_gcm};
  hello.schemes = {scheme::pss_rsae_sha256};
  EXPECT_EQ(chosen(hello, server).cause(), CauseId::pss_key_oid_leaf);
}

// RFC 8422 section 5.1: until TLS 1.2 the groups name the curves of certificates, too.
TEST(ChooseCredential, TheClientNamesTheCurveOfTheKey) {
  ServerModel server = rsa_server();
  server.credentials = {{list({ec_certificate(group::p384)})}};
  Hello hello;
  hello.suites = {suite::ecdhe_ecdsa_aes_gcm};
  hello.schemes = {scheme::ecdsa_sha256};
  EXPECT_EQ(chosen(hello, server).cause(), CauseId::curve_of_cert_unsupported);
  hello.groups.push_back(group::p384);
  EXPECT_EQ(chosen(hello, server).suite(), suite::ecdhe_ecdsa_aes_gcm);
  hello.groups = {};
  EXPECT_EQ(chosen(hello, server).suite(), suite::ecdhe_ecdsa_aes_gcm);
}

// OpenSSL's servers look at keyUsage of EC keys alone.
TEST(ChooseCredential, AnEcKeyMayNotBeMeantForSignatures) {
  ServerModel server = rsa_server();
  Certificate leaf = ec_certificate(group::p256);
  leaf.has_key_usage = true;
  leaf.digital_signature = false;
  server.credentials = {{list({leaf})}};
  Hello hello;
  hello.suites = {suite::ecdhe_ecdsa_aes_gcm};
  hello.schemes = {scheme::ecdsa_sha256};
  EXPECT_EQ(chosen(hello, server).cause(), CauseId::cert_key_type_mismatch);
  server.behaviour = Behaviour::gnutls;
  EXPECT_FALSE(chosen(hello, server).cause());
  server.behaviour = Behaviour::openssl;
  leaf.digital_signature = true;
  server.credentials = {{list({leaf})}};
  EXPECT_FALSE(chosen(hello, server).cause());
}

TEST(ChooseScheme, IsOneThatBothHaveAndTheKeyMakes) {
  ServerModel server = rsa_server();
  Hello hello;
  hello.suites = {suite::ecdhe_rsa_aes_gcm};
  hello.schemes = {scheme::ecdsa_sha256, scheme::pss_rsae_sha256, scheme::rsa_sha256};
  EXPECT_EQ(chosen(hello, server).end->scheme, scheme::pss_rsae_sha256);
  set_schemes(server, {scheme::rsa_sha256});
  EXPECT_EQ(chosen(hello, server).end->scheme, scheme::rsa_sha256);
  hello.schemes = {scheme::ecdsa_sha256};
  EXPECT_EQ(chosen(hello, server).cause(), CauseId::sigalg_no_common);
  hello.schemes = {};  // RFC 5246 section 7.4.1.4.1
  EXPECT_EQ(chosen(hello, server).suite(), suite::ecdhe_rsa_aes_gcm);
  EXPECT_FALSE(chosen(hello, server).end->scheme);
}

TEST(ChooseScheme, StaticRsaSignsNothing) {
  Hello hello;
  hello.schemes = {scheme::ecdsa_sha256};
  EXPECT_EQ(chosen(hello, rsa_server()).suite(), suite::rsa_aes_sha);
  EXPECT_FALSE(chosen(hello, rsa_server()).end->scheme);
}

// RFC 8446 section 4.2.3: there a scheme names its curve; and RSA signs with PSS alone.
TEST(ChooseScheme, IsNarrowerInTls13) {
  ServerModel server = rsa_server();
  server.credentials = {{list({ec_certificate(group::p384)})}};
  Hello hello = hello_of_tls13();
  hello.schemes = {scheme::ecdsa_sha256};
  EXPECT_EQ(chosen(hello, server).cause(), CauseId::sigalg_no_common);
  hello.schemes = {scheme::ecdsa_sha384};
  EXPECT_EQ(chosen(hello, server).end->scheme, scheme::ecdsa_sha384);
  hello.schemes = {scheme::rsa_sha256};
  EXPECT_EQ(chosen(hello, rsa_server()).cause(), CauseId::sigalg_no_common);
}

// A PSS signature of SHA-512 needs a key of 1,034 bits at least (RFC 8017 section 9.1.1).
TEST(ChooseScheme, AKeyMayBeTooShortForPss) {
  ServerModel server = rsa_server();
  Certificate leaf = rsa_certificate("shop.test", "Root");
  leaf.key_bits = 1024;
  server.credentials = {{list({leaf})}};
  Hello hello = hello_of_tls13();
  hello.schemes = {scheme::pss_rsae_sha512};
  EXPECT_EQ(chosen(hello, server).cause(), CauseId::sigalg_no_common);
  hello.schemes.push_back(scheme::pss_rsae_sha256);
  EXPECT_EQ(chosen(hello, server).end->scheme, scheme::pss_rsae_sha256);
}

TEST(ChooseScheme, EddsaIsNamed) {
  ServerModel server = rsa_server();
  Certificate leaf = rsa_certificate("shop.test", "Root");
  leaf.key = KeyKind::ed25519;
  server.credentials = {{list({leaf})}};
  Hello hello;
  hello.suites = {suite::ecdhe_ecdsa_aes_gcm};
  hello.schemes = {scheme::ecdsa_sha256};
  EXPECT_EQ(chosen(hello, server).cause(), CauseId::eddsa_cert_unsupported);
  hello.schemes.push_back(scheme::ed25519);
  EXPECT_EQ(chosen(hello, server).end->scheme, scheme::ed25519);
}

Certificate signed_with_pss(const std::string& subject, const std::string& issuer) {
  Certificate out = rsa_certificate(subject, issuer);
  out.signature = {"1.2.840.113549.1.1.10", "RSASSA-PSS", "SHA256", true, PssParameters{}};
  return out;
}

// OpenSSL asks of the leaf, and signature_algorithms_cert alone.
TEST(ChooseChain, OpensslLooksAtTheLeaf) {
  ServerModel server = rsa_server();
  server.credentials = {{list({signed_with_pss("shop.test", "Root")})}};
  Hello hello;
  EXPECT_EQ(chosen(hello, server).suite(), suite::ecdhe_rsa_aes_gcm);
  hello.schemes_cert = {scheme::rsa_sha256};
  EXPECT_EQ(chosen(hello, server).cause(), CauseId::pss_chain);
  hello.schemes_cert.push_back(scheme::pss_rsae_sha256);
  EXPECT_EQ(chosen(hello, server).suite(), suite::ecdhe_rsa_aes_gcm);
}

// Java asks of the whole chain; what signed itself counts nowhere.
TEST(ChooseChain, JavaLooksAtAll) {
  ServerModel server = rsa_server();
  server.behaviour = Behaviour::jsse;
  const Certificate leaf = rsa_certificate("shop.test", "CA");
  server.credentials = {{list({leaf, signed_with_pss("CA", "Root")})}};
  Hello hello;
  EXPECT_TRUE(chosen(hello, server).cause());
  hello.schemes.push_back(scheme::pss_rsae_sha256);
  EXPECT_FALSE(chosen(hello, server).cause());
  hello.schemes = {scheme::rsa_sha256};
  server.behaviour = Behaviour::gnutls;  // asks of none
  EXPECT_FALSE(chosen(hello, server).cause());
  server.behaviour = Behaviour::jsse;
  server.credentials = {{list({leaf, authority("CA", "Root"), signed_with_pss("Root", "Root")})}};
  EXPECT_FALSE(chosen(hello, server).cause());
}

TEST(ChooseChain, NamesTheSignature) {
  ServerModel server = rsa_server();
  Certificate leaf = rsa_certificate("shop.test", "Root");
  leaf.signature = {"1.2.840.113549.1.1.5", "sha1WithRSAEncryption", "SHA1", false, {}};
  server.credentials = {{list({leaf})}};
  Hello hello;
  hello.schemes_cert = {scheme::rsa_sha256};
  EXPECT_EQ(chosen(hello, server).cause(), CauseId::sha1_cert);
  hello.schemes_cert.push_back(scheme::rsa_sha1);
  EXPECT_FALSE(chosen(hello, server).cause());
}

TEST(ChooseName, RefusesANameThatItDoesNotKnow) {
  ServerModel server = rsa_server();
  server.server_names = {"shop.test"};
  EXPECT_FALSE(chosen({}, server, "other.test").cause());
  server.unknown_name_refused = true;
  EXPECT_FALSE(chosen({}, server, "shop.test").cause());
  EXPECT_FALSE(chosen({}, server, "192.0.2.7").cause());  // an address is never sent
  const Choice refused = chosen({}, server, "other.test");
  EXPECT_EQ(refused.cause(), CauseId::sni_unknown_name);
  EXPECT_EQ(refused.alert(), code(AlertDescription::unrecognized_name));
}

// Java sends no server_name for a name without a dot: such a server does not notice.
TEST(ChooseName, JavaKeepsANameWithoutDotToItself) {
  ServerModel server = rsa_server();
  server.unknown_name_refused = true;
  Hello hello;
  EXPECT_EQ(chosen(hello, server, "finesse").cause(), CauseId::sni_unknown_name);
  hello.server_name = ServerNameRule::dotted_names;
  EXPECT_FALSE(chosen(hello, server, "finesse").cause());
  EXPECT_EQ(chosen(hello, server, "finesse.test").cause(), CauseId::sni_unknown_name);
  hello.server_name = ServerNameRule::never;
  EXPECT_FALSE(chosen(hello, server, "finesse.test").cause());
}

// RFC 7301 section 3.2.
TEST(ChooseAlpn, IsRefusedOnlyWhereItMustMatch) {
  ServerModel server = rsa_server();
  server.alpn = {"h2", "http/1.1"};
  Hello hello;
  hello.alpn = {"http/1.1", "h2"};
  EXPECT_EQ(chosen(hello, server).end->alpn, "h2");
  hello.alpn = {"smtp"};
  EXPECT_EQ(chosen(hello, server).end->alpn, std::nullopt);
  server.alpn_must_match = true;
  EXPECT_EQ(chosen(hello, server).cause(), CauseId::alpn_mismatch);
  EXPECT_EQ(chosen(hello, server).alert(), code(AlertDescription::no_application_protocol));
  hello.alpn = {};
  EXPECT_FALSE(chosen(hello, server).cause());
}

}  // namespace
}  // namespace tlswhy::testing
