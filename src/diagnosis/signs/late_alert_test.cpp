// An alert after the hellos that is about the protocol itself, and a HelloRetryRequest that leads
// nowhere.
#include <gtest/gtest.h>

#include "diagnosis/testing/scene.hpp"

namespace tlswhy::testing {
namespace {

constexpr Side c = Side::initiator, s = Side::responder;

const std::string hello13 =
    hello_record({.suites = codes({0x1301}),
                  .extensions = server_name("a.test") + extension(43, vector(1, codes({0x0304})))});
const std::string answer13 = server_hello_record(0x1301, supported_version(0x0304));

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

// A capture that begins behind the first hello.
TEST(LateAlert, ARetryWithoutTheHelloThatItAnswers) {
  const std::string retry = record(
      22, handshake(2, server_hello(0x1301, supported_version(0x0304), 0x0303, retry_random())));
  Dialogue d;
  d.server(retry).close(c);
  const Seen seen = Scene(d).seen_by(signs::late_alert);
  ASSERT_TRUE(seen.has("hrr-mishandled"));
  EXPECT_EQ(seen.find("hrr-mishandled")->evidence.size(), 1U);
}

TEST(LateAlert, ASecondHelloThatGoesUnanswered) {
  const std::string retry = record(
      22, handshake(2, server_hello(0x1301, supported_version(0x0304), 0x0303, retry_random())));
  const std::string spacer = record(20, "\x01");  // ChangeCipherSpec
  Dialogue waited, closed, unspaced;
  waited.client(hello13).server(retry).client(spacer + hello13).later(3 * Scene::second).close(c);
  closed.client(hello13).server(retry).client(spacer + hello13).close(s);
  unspaced.client(hello13).server(retry).client(hello13).close(s);
  // The client gave up waiting: nobody refused.
  EXPECT_EQ(Scene(waited).seen_by(signs::late_alert).refuser("hrr-mishandled"), Party::nobody);
  const auto facts = [](Dialogue& d) {
    return Scene(d).seen_by(signs::late_alert).find("hrr-mishandled")->evidence.size();
  };
  const std::size_t whole = facts(closed);
  EXPECT_EQ(facts(unspaced), whole + 1);
  // Where something is missing, nobody knows that nothing stood there.
  Dialogue lossy;
  lossy.client(hello13).server(retry).client(hello13).lose(s, 6).close(s);
  EXPECT_LE(facts(lossy), whole);
}

}  // namespace
}  // namespace tlswhy::testing
