// Signs that look at how a connection ended: in the middle of a flight, right after the handshake,
// behind TLS 1.3's encryption, or with an alert about the protocol itself.
#include <gtest/gtest.h>

#include "diagnosis/testing/scene.hpp"

namespace tlswhy::testing {
namespace {

constexpr Side c = Side::initiator, s = Side::responder;

const std::string hello13 =
    hello_record({.suites = codes({0x1301}),
                  .extensions = server_name("a.test") + extension(43, vector(1, codes({0x0304})))});
const std::string answer13 = server_hello_record(0x1301, supported_version(0x0304));

std::string protected_record(std::size_t length) { return record(23, std::string(length, 'e')); }

TEST(CutFlight, AServerThatStopsInTheMiddleOfAMessage) {
  const std::string whole = dhe_flight(2048);
  Dialogue cut, untouched;
  cut.client(dhe_hello()).server(whole.substr(0, 400)).close(s);
  const Seen seen = Scene(cut).seen_by(signs::cut_flight);
  EXPECT_EQ(seen.causes(), "fin-after-clienthello middlebox-corrupts truncation-no-close-notify");
  EXPECT_EQ(seen.refuser("fin-after-clienthello"), Party::server);
  untouched.client(dhe_hello()).server(whole).client(alert_record(40)).close(c);
  EXPECT_EQ(Scene(untouched).seen_by(signs::cut_flight).causes(), "");
}

TEST(CutFlight, AClientThatLeavesAfterTheHandshakeWithoutAWord) {
  Dialogue left, talked;
  for (Dialogue* d : {&left, &talked})
    d->client(dhe_hello()).server(dhe_flight(2048)).client(client_finish()).server(server_finish());
  left.close(c);
  talked.client(application_data()).close(c);
  EXPECT_EQ(Scene(left).seen_by(signs::cut_flight).causes(), "application-aborts");
  EXPECT_EQ(Scene(talked).seen_by(signs::cut_flight).causes(), "");
}

TEST(HiddenChain, AClientThatLeavesTls13ByAnAlertOfItsOwnDialect) {
  const auto left = [](std::uint8_t alert, std::string_view stack) {
    Dialogue d;
    d.client(hello13).server(answer13).server(protected_record(900)).client(alert_record(alert));
    return Scene(d).as(stack).seen_by(signs::hidden_chain);
  };
  EXPECT_TRUE(left(48, "openssl").causes().starts_with("untrusted-root"))
      << left(48, "openssl").causes();
  EXPECT_FALSE(left(48, "openssl").has("cert-expired"));
  EXPECT_TRUE(left(45, "openssl").causes().starts_with("cert-expired"))
      << left(45, "openssl").causes();
}

TEST(HiddenChain, NotWhereTheClientFinishedOrTheServerLeft) {
  Dialogue finished, server;
  finished.client(hello13).server(answer13).server(protected_record(900));
  finished.client(protected_record(53)).close(c);
  server.client(hello13).server(answer13).server(protected_record(900)).close(s);
  EXPECT_EQ(Scene(finished).seen_by(signs::hidden_chain).causes(), "");
  EXPECT_EQ(Scene(server).seen_by(signs::hidden_chain).causes(), "");
}

// What the alert in the middle of the handshake is taken for.
Seen ended(std::uint8_t alert, Side by) {
  Dialogue d;
  d.client(dhe_hello()).server(dhe_flight(2048));
  by == c ? d.client(alert_record(alert)) : d.server(alert_record(alert));
  return Scene(d).seen_by(signs::late_alert);
}

TEST(LateAlert, NamesWhatTheProtocolSaysOfIt) {
  for (const auto& [alert, cause] : {std::pair{51, "hs-signature-invalid"},
                                     {10, "unexpected-ccs"},
                                     {47, "bad-dh-value"},
                                     {110, "unsolicited-extension"},
                                     {109, "missing-extension"},
                                     {22, "record-overflow"},
                                     {120, "alpn-mismatch"},
                                     {20, "bad-record-mac-bug"}}) {
    const Seen seen = ended(static_cast<std::uint8_t>(alert), c);
    EXPECT_EQ(seen.causes(), std::string(cause) + " middlebox-corrupts");
    EXPECT_EQ(seen.standing(cause), Standing::likely);
  }
  EXPECT_EQ(ended(0, c).causes(), "application-aborts");
  EXPECT_EQ(ended(80, s).causes(), "internal-error-server middlebox-corrupts");
  EXPECT_EQ(ended(80, c).causes(), "middlebox-corrupts");
  EXPECT_EQ(ended(48, c).causes(), "");  // about certificates
}

TEST(LateAlert, AHelloRetryRequestThatTheClientDoesNotTake) {
  const std::string retry = record(
      22, handshake(2, server_hello(0x1301, supported_version(0x0304), 0x0303, retry_random())));
  Dialogue d;
  d.client(hello13).server(retry).client(alert_record(47));
  EXPECT_EQ(Scene(d).seen_by(signs::late_alert).causes(), "hrr-mishandled no-common-group");
}

TEST(LateAlert, ASecondHelloThatNeverCame) {
  const std::string retry = record(
      22, handshake(2, server_hello(0x1301, supported_version(0x0304), 0x0303, retry_random())));
  const auto look = [&](Dialogue& d, std::int64_t waited) {
    return Scene(d).waited(waited).seen_by(signs::late_alert).causes();
  };
  Dialogue silent, stopped, closed, second, refused;
  silent.client(hello13).server(retry).goes_on();
  stopped.client(hello13).server(retry).goes_on();
  closed.client(hello13).server(retry).close(c);
  second.client(hello13).server(retry).client(hello13).close(s);
  refused.client(hello13).server(retry).close(s);
  EXPECT_EQ(look(silent, 5 * Scene::second), "hrr-mishandled no-common-group middlebox-corrupts");
  EXPECT_EQ(look(stopped, 0), "");  // the capture stopped
  EXPECT_EQ(look(closed, 0), "hrr-mishandled no-common-group middlebox-corrupts");
  EXPECT_EQ(look(second, 0), "hrr-mishandled middlebox-corrupts");
  EXPECT_EQ(look(refused, 0), "");  // it asked for a hello and left before one could come
}

// A store whose only CA has a key of this kind.
CertificateList store_of(const std::string& name) {
  const std::string der = fixture("certificates/" + name);
  return {std::make_shared<const Certificate>(read_certificate(as_bytes(der)))};
}
Seen refused(std::initializer_list<std::uint16_t> schemes, const std::string& ca) {
  Dialogue d;
  d.client(hello_record({.extensions = extension(13, vector(2, codes(schemes)))}))
      .server(alert_record(40));
  return Scene(d).trusting(store_of(ca)).seen_by(signs::store);
}

TEST(Store, TheClientTrustsOnlyWhatItsHelloDoesNotName) {
  EXPECT_EQ(refused({0x0403}, "root.der").causes(), "sigalg-no-common");
  EXPECT_EQ(refused({0x0401}, "root.der").causes(), "");
  EXPECT_EQ(refused({0x0403}, "leaf.der").causes(), "");  // no CA: trusted by itself, signs nothing
}

}  // namespace
}  // namespace tlswhy::testing
