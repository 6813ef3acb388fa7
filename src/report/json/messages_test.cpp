#include "report/json/messages.hpp"

#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <string>

namespace tlswhy::json {
namespace {

namespace bj = boost::json;

Explanation failed(Transcript transcript, std::string at, std::uint32_t end_frame) {
  Explanation out{Seen{std::move(transcript), {}}, {}};
  out.diagnosis.outcome = Outcome::failed;
  out.diagnosis.at = std::move(at);
  out.diagnosis.end_frame = end_frame;
  return out;
}

HandshakeMessage message(Side from, HandshakeType type, Sequence sequence, std::uint32_t frame) {
  return {.from = from, .type = type, .sequence = sequence, .frame = frame, .time = {}};
}

RecordSeen record(Side from, ContentType type, Sequence sequence, std::uint32_t frame) {
  return {
      .from = from, .type = type, .length = 40, .sequence = sequence, .frame = frame, .time = {}};
}

AlertSeen alert(Side from, Sequence sequence, std::uint32_t frame) {
  return {.from = from,
          .level = AlertLevel::fatal,
          .description = AlertDescription::handshake_failure,
          .sequence = sequence,
          .frame = frame,
          .time = {}};
}

bj::array written(const Explanation& e) {
  Writer out;
  messages(e, out);
  return bj::parse(out.take()).as_array();
}

TEST(Messages, StandInTheOrderOfTheWireAndNameWhatWasRefused) {
  Transcript t;
  t.messages = {message(Side::initiator, HandshakeType::client_hello, 1, 4),
                message(Side::responder, HandshakeType::server_hello, 2, 6)};
  t.alerts = {alert(Side::initiator, 3, 7)};
  const bj::array all = written(failed(t, "server_hello", 7));
  ASSERT_EQ(all.size(), 3U);
  EXPECT_EQ(all[0].at("name"), "client_hello");
  EXPECT_EQ(all[0].at("from"), "client");
  EXPECT_EQ(all[0].as_object().if_contains("refused"), nullptr);
  EXPECT_EQ(all[1].at("refused"), true);
  EXPECT_EQ(all[1].at("frame"), 6);
  EXPECT_EQ(all[2].at("name"), "handshake_failure");
  EXPECT_EQ(all[2].at("ended"), true);
}

// A certificate may have been refused, or Finished, or anything else that was encrypted.
TEST(Messages, NothingIsCalledRefusedWhereItsSenderWentOnUnderEncryption) {
  Transcript t;
  t.messages = {message(Side::initiator, HandshakeType::client_hello, 1, 4),
                message(Side::responder, HandshakeType::server_hello, 2, 6)};
  t.records = {record(Side::responder, ContentType::application_data, 3, 6),
               record(Side::responder, ContentType::application_data, 4, 8),
               record(Side::initiator, ContentType::application_data, 5, 9)};
  const bj::array all = written(failed(t, "server_hello", 9));
  ASSERT_EQ(all.size(), 4U);
  EXPECT_EQ(all[1].as_object().if_contains("refused"), nullptr);
  EXPECT_EQ(all[1].at("last_in_clear"), true);
  EXPECT_EQ(all[2].at("count"), 2);
  EXPECT_EQ(all[2].at("bytes"), 80);
  EXPECT_EQ(all[2].at("frame"), 6);
  EXPECT_EQ(all[3].at("ended"), true);
}

TEST(Messages, WhatIsMissingStandsWhereItShowed) {
  Transcript t;
  t.messages = {message(Side::initiator, HandshakeType::client_hello, 1, 4),
                message(Side::responder, HandshakeType::server_hello, 2, 9)};
  t.coverage.lost(Side::responder, 1448, 7);
  Explanation e{Seen{t, {}}, {}};
  const bj::array all = written(e);
  ASSERT_EQ(all.size(), 3U);
  EXPECT_EQ(all[1].at("kind"), "lost");
  EXPECT_EQ(all[1].at("bytes"), 1448);
  EXPECT_EQ(all[1].at("from"), "server");
}

TEST(Messages, NothingOfAConnectionThatWorkedIsMarked) {
  Transcript t;
  t.messages = {message(Side::initiator, HandshakeType::client_hello, 1, 4)};
  Explanation e = failed(t, "client_hello", 5);
  e.diagnosis.outcome = Outcome::established;
  EXPECT_EQ(written(e)[0].as_object().if_contains("refused"), nullptr);
}

TEST(Messages, LinesOfALogAreNoFrames) {
  Transcript t;
  t.transport = Transport(LogFacts{});
  t.messages = {message(Side::initiator, HandshakeType::client_hello, 1, 12)};
  const bj::array all = written(Explanation{Seen{t, {}}, {}});
  EXPECT_EQ(all[0].at("line"), 12);
  EXPECT_EQ(all[0].as_object().if_contains("frame"), nullptr);
}

}  // namespace
}  // namespace tlswhy::json
