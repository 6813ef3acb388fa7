// What is known beside the capture, played: which causes it proves, which it strikes out, and where
// it has nothing to say.
#include <gtest/gtest.h>

#include "diagnosis/testing/judged.hpp"

namespace tlswhy::testing {
namespace {

constexpr Side c = Side::initiator;
const Timestamp valid = *parse_time("2030-01-01");

CertificateList certificates(std::initializer_list<const char*> files) {
  CertificateList out;
  for (const char* file : files) {
    out.push_back(std::make_shared<const Certificate>(
        read_certificate(as_bytes(fixture(std::string("certificates/") + file)))));
  }
  return out;
}

Setting given(std::string_view client, CertificateList store) {
  Setting out;
  out.clients = {knowledge::find_client(client)};
  out.store = std::move(store);
  out.host = ServerName("www.example.test");
  out.at = valid;
  return out;
}

struct Verdict {
  Diagnosis diagnosis;
  Verdict(Dialogue& d, const Setting& setting, const Beside& beside = {}) {
    const Transcript t = d.end();
    CertificateCache cache;
    const Handshake h = read_handshake(t, &cache);
    diagnosis = diagnose(t, h, look_at(t, h, t.transport.last()), setting, beside);
  }
  [[nodiscard]] std::string cause() const {
    return diagnosis.cause ? std::string(knowledge::cause(*diagnosis.cause).name) : "";
  }
  [[nodiscard]] bool lists(std::string_view name) const {
    return std::ranges::any_of(diagnosis.candidates, [name](const Candidate& candidate) {
      return knowledge::cause(candidate.cause).name == name;
    });
  }
  [[nodiscard]] bool rules_out(std::string_view name) const {
    return std::ranges::any_of(diagnosis.ruled_out, [name](const RuledOut& out) {
      return knowledge::cause(out.cause).name == name;
    });
  }
};

const std::string renegotiation_info = extension(0xff01, std::string(1, '\0'));

// RSA key exchange has nothing to be signed: the chain is all that there is to judge.
std::string rsa_flight() {
  const std::string leaf = fixture("certificates/leaf.der"),
                    issuing = fixture("certificates/issuing.der");
  return record(22, handshake(2, server_hello(0x009c, renegotiation_info)) +
                        certificate_message({leaf, issuing}) + handshake(14, ""));
}

// A client of OpenSSL leaves over leaf and issuing CA, which are in clear.
Verdict left(std::uint8_t alert, const Setting& setting) {
  Dialogue d;
  d.client(record(22, handshake(1, fixture("hellos/openssl30.bin")), 0x0301));
  d.server(rsa_flight()).client(alert_record(alert)).close(c);
  return {d, setting};
}
// The same in TLS 1.3, where chain and alert are encrypted.
Verdict left_hidden(std::string_view hello, const Setting& setting, const Beside& beside = {}) {
  Dialogue d;
  d.client(record(22, handshake(1, fixture("hellos/" + std::string(hello))), 0x0301));
  d.server(server_hello_record(0x1301,
                               supported_version(0x0304) +
                                   extension(51, codes({29}) + vector(2, std::string(32, 'k')))) +
           change_cipher_spec() + application_data(900));
  d.client(change_cipher_spec() + application_data(19)).close(c);
  return {d, setting, beside};
}

TEST(Played, AStoreWithoutTheRootProvesIt) {
  const Verdict v = left(48, given("openssl-3.0", certificates({"other-root.der"})));
  EXPECT_EQ(v.cause(), "untrusted-root");
  EXPECT_EQ(v.diagnosis.confidence, Confidence::shown);
  EXPECT_EQ(v.diagnosis.refuser, Party::client);
}

TEST(Played, AStoreWithTheRootStrikesOut) {
  const Verdict v = left(48, given("openssl-3.0", certificates({"root.der"})));
  EXPECT_NE(v.cause(), "untrusted-root");
  EXPECT_TRUE(v.rules_out("untrusted-root"));
  EXPECT_FALSE(v.lists("untrusted-root") || v.lists("missing-intermediate") ||
               v.lists("name-mismatch"));
}

// Which name it asked for was not given: it may be none that the certificate holds.
TEST(Played, AStoreWithTheRootSaysNothingOfANameThatIsNotKnown) {
  Setting setting = given("openssl-3.0", certificates({"root.der"}));
  setting.host = {};
  Dialogue d;
  d.client(hello_record({.suites = codes({0x009c}), .extensions = renegotiation_info}));
  d.server(rsa_flight()).client(alert_record(42)).close(c);
  const Verdict v(d, setting);
  EXPECT_TRUE(v.lists("name-mismatch") && v.lists("ip-without-ipsan"));
  EXPECT_FALSE(v.lists("untrusted-root"));
}

// With a store that lacks the issuer the played chain looks incomplete; the issuer's name says why.
TEST(Played, AnIssuerThatInspectsIsNamedAlsoWithAStore) {
  Setting setting = given("openssl-3.0", certificates({"root.der"}));
  setting.host = {};
  Dialogue d;
  d.client(hello_record({.suites = codes({0x009c}), .extensions = renegotiation_info}));
  d.server(record(22, handshake(2, server_hello(0x009c, renegotiation_info)) +
                          certificate_message({fixture("certificates/inspected.der")}) +
                          handshake(14, "")));
  d.client(alert_record(48)).close(c);
  EXPECT_EQ(Verdict(d, setting).cause(), "tls-inspection-untrusted");
}

TEST(Played, AnotherAlertThanForetoldProvesNothing) {
  const Verdict v = left(45, given("openssl-3.0", certificates({"other-root.der"})));
  EXPECT_NE(v.diagnosis.confidence, Confidence::shown);
}

TEST(Played, WithoutAStoreTrustStaysOpen) {
  Setting setting = given("openssl-3.0", {});
  setting.store.reset();
  EXPECT_EQ(left(48, setting).diagnosis.confidence, Confidence::one_of);
}

TEST(Played, AnExpiryThatTheCaptureDoesNotShowIsAClock) {
  const Verdict v = left(45, given("openssl-3.0", certificates({"root.der"})));
  EXPECT_EQ(v.cause(), "client-clock-wrong");
  EXPECT_TRUE(v.rules_out("cert-expired"));
}

// A server of TLS 1.3 with these certificates.
ServerModel server_with(CertificateList chain) {
  ServerVersion version;
  version.version = ProtocolVersion::TLSv1_3;
  version.cipher_suites = {CipherSuite{0x1301}};
  version.order = Order::server;
  version.groups = {NamedGroup{29}};
  ServerModel out;
  out.versions.push_back(version);
  out.credentials.push_back({std::move(chain)});
  return out;
}

Setting with_server(const char* store, Timestamp at) {
  Setting out = given("go-1.27", certificates({store}));
  out.server = server_with(certificates({"leaf.der", "issuing.der"}));
  out.at = at;
  return out;
}

TEST(Played, OfAServerThatIsGivenTheHiddenChainIsKnown) {
  const Verdict v = left_hidden("go127.bin", with_server("other-root.der", valid));
  EXPECT_EQ(v.cause(), "untrusted-root");
  EXPECT_NE(v.diagnosis.confidence, Confidence::one_of);
}

TEST(Played, WhatWouldConnectLeavesTheStoreAndTheClock) {
  const Verdict v = left_hidden("go127.bin", with_server("root.der", valid));
  EXPECT_EQ(v.cause(), "trust-not-loaded");
  EXPECT_EQ(v.diagnosis.confidence, Confidence::one_of);
  EXPECT_TRUE(v.lists("client-clock-wrong"));
  for (const char* gone : {"untrusted-root", "name-mismatch", "cert-expired", "not-yet-valid"})
    EXPECT_FALSE(v.lists(gone)) << gone;
  // The certificate is less than a day old: a clock that is behind by little refuses it.
  const Verdict fresh =
      left_hidden("go127.bin", with_server("root.der", *parse_time("2026-11-23")));
  EXPECT_EQ(fresh.cause(), "client-clock-wrong");
  EXPECT_EQ(fresh.diagnosis.confidence, Confidence::one_of);
}

TEST(Played, AChainThatAnotherConnectionShowedStrikesNothingOut) {
  Setting setting = given("go-1.27", certificates({"root.der"}));
  const ServerModel server = server_with(certificates({"leaf.der", "issuing.der"}));
  const Verdict v = left_hidden("go127.bin", setting, {.server = &server});
  EXPECT_TRUE(v.lists("untrusted-root"));
}

}  // namespace
}  // namespace tlswhy::testing
