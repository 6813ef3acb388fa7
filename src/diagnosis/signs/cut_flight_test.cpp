// A side that leaves in the middle of a flight, or right after the handshake, without an alert.
#include <gtest/gtest.h>

#include "diagnosis/testing/scene.hpp"

namespace tlswhy::testing {
namespace {

constexpr Side c = Side::initiator, s = Side::responder;

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

}  // namespace
}  // namespace tlswhy::testing
