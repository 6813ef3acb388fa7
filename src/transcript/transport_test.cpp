#include "transcript/transport.hpp"

#include <gtest/gtest.h>

#include "transcript/transcript.hpp"

namespace tlswhy {
namespace {

Timestamp at(std::int64_t seconds) { return from_seconds(1'700'000'000 + seconds); }

TEST(Transport, OfTcpAnswersFromItsSegments) {
  TcpFacts facts;
  facts.sides[0].syn_frame = 1;
  facts.sides[0].syn_count = 2;
  facts.sides[0].first_data_frame = 4;
  facts.sides[0].bytes = 500;
  facts.sides[0].bytes_acked = 200;
  facts.sides[0].last_data = at(1);
  facts.sides[1].syn_frame = 3;
  facts.sides[1].bytes_lost = 1;
  facts.sides[1].rst_frame = 9;
  facts.sides[1].rst_time = at(2);
  const Transport t = facts;
  EXPECT_EQ(t.name(), "tcp");
  ASSERT_NE(t.tcp(), nullptr);
  EXPECT_EQ(t.acknowledged(Side::initiator), false);
  EXPECT_TRUE(t.accepted() && t.asked_again() && t.lost(Side::responder));
  EXPECT_FALSE(t.unseen(Side::responder) || t.lost(Side::initiator));
  EXPECT_EQ(t.first_said(Side::responder), 0U);
  EXPECT_EQ(t.last_said(), at(1));
  ASSERT_EQ(t.closes().size(), 1U);
  EXPECT_EQ(t.closes()[0].by, Side::responder);
  EXPECT_EQ(t.closes()[0].how, Close::How::rst);
}

TEST(Transport, OfDatagramsHasNoOpeningAndNoAcknowledgement) {
  DatagramFacts facts;
  facts.sides[0] = {
      .first_frame = 2, .last_frame = 8, .first = at(0), .last = at(4), .bytes = 1200};
  facts.sides[0].repeated = 1;
  for (const auto protocol : {DatagramFacts::Protocol::dtls, DatagramFacts::Protocol::quic}) {
    facts.protocol = protocol;
    const Transport t = facts;
    EXPECT_EQ(t.name(), protocol == DatagramFacts::Protocol::dtls ? "dtls" : "quic");
    EXPECT_EQ(t.tcp(), nullptr);
    EXPECT_EQ(t.acknowledged(Side::initiator), std::nullopt);
    EXPECT_TRUE(t.unseen(Side::responder));
    EXPECT_FALSE(t.accepted() || t.asked_again() || t.ended());
    EXPECT_TRUE(t.delivered_badly(Side::initiator));
    EXPECT_EQ(t.first_frame(), 2U);
    EXPECT_EQ(t.start(), at(0));
    EXPECT_EQ(t.last_said(), at(4));
  }
}

TEST(Transport, OfALogKnowsWhatItsLinesSay) {
  LogFacts facts;
  facts.first_line = {7, 0};
  facts.closes = {{Side::responder, Close::How::fin, 9, at(3)}};
  facts.start = at(1);
  facts.last = at(3);
  Transcript t;
  t.number = 5;
  t.transport = facts;
  EXPECT_EQ(t.id(), "log-5");
  EXPECT_FALSE(t.transport.unseen(Side::responder));  // whoever writes met the other side
  EXPECT_TRUE(t.transport.ended());
  EXPECT_EQ(t.transport.first_frame(), 7U);
  EXPECT_EQ(t.transport.closes().front().frame, 9U);
}

}  // namespace
}  // namespace tlswhy
