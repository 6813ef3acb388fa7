// Each cause about the client's certificate, and what is almost the same and is not it.
#include <gtest/gtest.h>

#include "diagnosis/testing/scene.hpp"

namespace tlswhy::testing {
namespace {

constexpr Side s = Side::responder;

std::string request(std::string_view authorities = {}) {
  return handshake(13, vector(1, "\x01\x40") + vector(2, codes({0x0401})) + vector(2, authorities));
}
const std::string some_authority = vector(2, "\x30\x00");

// The client answers the request with `certificates`; the server says `alert`, or closes.
Dialogue& speak(Dialogue& d, const std::string& asked, const std::string& certificates,
                std::optional<std::uint8_t> alert) {
  const std::string leaf = fixture("certificates/leaf.der");
  d.client(dhe_hello());
  d.server(record(22, handshake(2, server_hello(0x0039)) + certificate_message({leaf}) +
                          dhe_message(2048, unverifiable) + asked + handshake(14, "")));
  d.client(record(22, certificates) + client_finish());
  if (alert) d.server(alert_record(*alert));
  return d.close(s);
}
Seen refused(const std::string& asked, const std::string& certificates,
             std::optional<std::uint8_t> alert, std::optional<Timestamp> at = {}) {
  Dialogue d;
  Scene scene(speak(d, asked, certificates, alert));
  if (at) scene.at(*at);
  return scene.seen_by(signs::client_certificate);
}

TEST(ClientCertificate, NoneWasSentToAServerThatTakesAny) {
  const Seen seen = refused(request(), certificate_message({}), 40);
  EXPECT_EQ(seen.causes(), "client-cert-not-sent");
  EXPECT_EQ(seen.standing("client-cert-not-sent"), Standing::shown);
}

TEST(ClientCertificate, NoneWasSentToAServerThatNamesAuthorities) {
  const Seen seen = refused(request(some_authority), certificate_message({}), 40);
  EXPECT_EQ(seen.causes(), "client-cert-not-sent client-ca-hint-mismatch");
  EXPECT_EQ(seen.standing("client-cert-not-sent"), Standing::likely);
}

TEST(ClientCertificate, AnAlertAboutSomethingElse) {
  const Seen seen = refused(request(), certificate_message({}), 51);
  EXPECT_EQ(seen.standing("client-cert-not-sent"), Standing::possible);
}

TEST(ClientCertificate, OneThatWasSentIsJudgedByWhatItSays) {
  const std::string client = certificate_message({fixture("certificates/client.der")});
  const Timestamp valid = *parse_time("2030-01-01"), later = *parse_time("2099-01-01");
  const Seen unknown = refused(request(), client, 48, valid);
  EXPECT_TRUE(unknown.causes().starts_with("client-cert-untrusted")) << unknown.causes();
  EXPECT_FALSE(unknown.has("client-cert-expired") || unknown.has("client-cert-eku"));
  EXPECT_TRUE(unknown.has("client-cert-rejected"));
  EXPECT_EQ(refused(request(), client, 45, later).standing("client-cert-expired"),
            Standing::consistent);
  // An alert about something else: that it has expired as well decides nothing.
  EXPECT_EQ(refused(request(), client, 51, later).standing("client-cert-expired"),
            Standing::possible);
}

TEST(ClientCertificate, OneThatBeginsLater) {
  const std::string client = certificate_message({fixture("certificates/client.der")});
  const Timestamp before = *parse_time("2001-01-01");
  const Seen seen = refused(request(), client, 42, before);
  EXPECT_TRUE(seen.causes().starts_with("not-yet-valid")) << seen.causes();
  EXPECT_EQ(seen.standing("not-yet-valid"), Standing::consistent);
  EXPECT_EQ(seen.refuser("not-yet-valid"), Party::server);
  EXPECT_EQ(refused(request(), client, 51, before).standing("not-yet-valid"), Standing::possible);
  EXPECT_FALSE(refused(request(), client, 42, parse_time("2030-01-01")).has("not-yet-valid"));
}

TEST(ClientCertificate, AnIssuerThatHasExpired) {
  const std::string chain =
      certificate_message({fixture("certificates/client.der"), fixture("certificates/leaf.der")});
  const Seen seen = refused(request(), chain, 48, parse_time("2099-01-01"));
  EXPECT_EQ(seen.standing("client-cert-expired"), Standing::likely);  // the issuer, as NSS says it
}

TEST(ClientCertificate, AServerThatNamesTheIssuerKnowsIt) {
  const std::string leaf = fixture("certificates/client.der");
  const auto issuer_of =
      [](const std::string& der) {  // SEQUENCE { SET { CN } }, as it stands there
        const Certificate read = read_certificate(as_bytes(der));
        const std::string name = read.issuer.substr(3, read.issuer.find(',') - 3);
        const std::size_t at = der.find(name);
        return der.substr(at, name.size());
      };
  const std::string named = vector(2, issuer_of(leaf)), other = vector(2, "nobody's name");
  const Timestamp valid = *parse_time("2030-01-01");
  const std::string sent = certificate_message({leaf});
  const Seen known = refused(request(named), sent, 48, valid);
  EXPECT_TRUE(known.causes().starts_with("crl-expired client-cert-untrusted")) << known.causes();
  EXPECT_TRUE(
      refused(request(other), sent, 48, valid).causes().starts_with("client-cert-untrusted"));
  EXPECT_FALSE(refused(request(other), sent, 48, valid).has("crl-expired"));
  EXPECT_FALSE(refused(request(named), sent, 43, valid).has("crl-expired"));
}

TEST(ClientCertificate, OneOfAServer) {
  const std::string leaf = certificate_message({fixture("certificates/leaf.der")});
  const Timestamp valid = *parse_time("2030-01-01");
  EXPECT_TRUE(refused(request(), leaf, 43, valid).causes().starts_with("client-cert-eku"));
  EXPECT_EQ(refused(request(), leaf, 43, valid).standing("client-cert-eku"), Standing::consistent);
  EXPECT_EQ(refused(request(), leaf, 42, valid).standing("client-cert-eku"), Standing::likely);
  EXPECT_TRUE(refused(request(), leaf, 48, valid).causes().starts_with("client-cert-untrusted"));
}

TEST(ClientCertificate, NotWhereNoneWasAskedFor) { EXPECT_EQ(refused("", "", 40).causes(), ""); }

TEST(ClientCertificate, NotWhereTheClientLeft) {
  Dialogue d;
  d.client(dhe_hello()).server(dhe_flight(2048)).client(alert_record(40));
  EXPECT_EQ(Scene(d).seen_by(signs::client_certificate).causes(), "");
}

}  // namespace
}  // namespace tlswhy::testing
