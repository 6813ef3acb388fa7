#include "transcript/builder.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "transcript/testing/dialogue.hpp"

namespace tlswhy::testing {
namespace {

std::string types(const Transcript& t) {
  std::string out;
  for (const HandshakeMessage& m : t.messages) {
    out += (m.from == t.client ? " c" : " s") + std::to_string(static_cast<int>(m.type));
  }
  return out;
}

const std::string flight =
    handshake(2, server_hello(0xc02f)) + certificate_message({"leaf", "ca"}) + handshake(14, "");

TEST(Builder, SplitsMessagesHoweverRecordsAndPacketsCutThem) {
  std::string tiny;
  for (const char c : flight) tiny += record(22, std::string(1, c));
  for (const std::string& server : {record(22, flight), tiny}) {
    for (const std::size_t cut : {std::size_t{1}, std::size_t{3}, std::size_t{100000}}) {
      Dialogue d;
      d.client(hello_record(), cut).server(server, cut);
      const Transcript t = d.end();
      EXPECT_EQ(types(t), " c1 s2 s11 s14") << cut;
      EXPECT_TRUE(t.tls && t.client_known);
      EXPECT_FALSE(t.side(t.server()).cut);
    }
  }
}

TEST(Builder, NamesThePacketThatCompletedAMessage) {
  Dialogue d;
  const std::string hello = hello_record();
  d.client(hello.substr(0, 20)).client(hello.substr(20, 20)).client(hello.substr(40));
  const Transcript t = d.end();
  ASSERT_EQ(t.messages.size(), 1U);
  EXPECT_EQ(t.messages[0].frame, 3U);
  EXPECT_EQ(t.side(Side::initiator).tls_frame, 1U);
}

TEST(Builder, KeepsWhatWasSaidBeforeTls) {
  Dialogue d;
  d.server("220 mail ESMTP\r\n").client("STARTTLS\r\n").server("220 go\r\n");
  d.client(hello_record()).server(record(22, flight));
  const Transcript t = d.end();
  EXPECT_EQ(types(t), " c1 s2 s11 s14");
  EXPECT_EQ(as_text(t.side(Side::initiator).preamble), "STARTTLS\r\n");
  EXPECT_EQ(as_text(t.side(Side::responder).preamble), "220 mail ESMTP\r\n220 go\r\n");
  EXPECT_TRUE(t.side(Side::responder).answer.empty());
}

TEST(Builder, TheClientIsWhoSaysHelloNotWhoOpened) {
  Dialogue d;
  d.client("220-callback\r\n").server(hello_record()).client(record(22, flight));
  const Transcript t = d.end();
  EXPECT_EQ(t.client, Side::responder);
  EXPECT_EQ(types(t), " c1 s2 s11 s14");
}

TEST(Builder, PlaintextInAnswerToAHelloIsNoPreamble) {
  Dialogue d;
  d.client(hello_record()).server("HTTP/1.1 400 Bad Request\r\n\r\n");
  const Transcript t = d.end();
  EXPECT_EQ(as_text(t.side(Side::responder).answer), "HTTP/1.1 400 Bad Request\r\n\r\n");
  EXPECT_EQ(t.side(Side::responder).answer_frame, 2U);
  EXPECT_TRUE(t.side(Side::responder).preamble.empty());
}

TEST(Builder, PlaintextIsKeptOnlyInPart) {
  Dialogue d;
  d.client(std::string(100'000, 'x'), 1000);
  const Transcript t = d.end();
  EXPECT_FALSE(t.tls);
  EXPECT_LE(t.side(Side::initiator).preamble.size(), 512U);
  EXPECT_GT(t.side(Side::initiator).preamble_bytes, 60'000U);
}

TEST(Builder, ReadsAlertsInClearAndCountsEncryptedOnes) {
  Dialogue d;
  d.client(hello_record())
      .server(alert_record(112, 1) + record(22, flight))
      .client(alert_record(46));
  d.client(record(21, std::string(26, 'e')));
  const Transcript t = d.end();
  ASSERT_EQ(t.alerts.size(), 3U);
  EXPECT_EQ(t.alerts[0].level, AlertLevel::warning);
  EXPECT_EQ(t.alerts[1].description, AlertDescription::certificate_unknown);
  EXPECT_EQ(t.alerts[1].from, Side::initiator);
  EXPECT_TRUE(t.alerts[2].encrypted);
  EXPECT_LT(t.alerts[0].sequence, t.messages.back().sequence);
}

TEST(Builder, AfterChangeCipherSpecOfTls12NothingIsReadable) {
  Dialogue d;
  d.client(hello_record()).server(record(22, flight));
  d.client(record(22, handshake(16, "key")) + change_cipher_spec() +
           record(22, handshake(20, "fin")));
  const Transcript t = d.end();
  EXPECT_EQ(types(t), " c1 s2 s11 s14 c16");
  ASSERT_EQ(t.records.size(), 2U);
  EXPECT_EQ(t.records[0].type, ContentType::change_cipher_spec);
  EXPECT_EQ(t.records[1].type, ContentType::handshake);
}

// Captured from behind its ChangeCipherSpec on, a Finished of AES-GCM begins with eight zeros.
TEST(Builder, AFirstNonceIsNoHelloRequest) {
  Dialogue d;
  d.client(record(22, std::string(8, '\0') + std::string(32, 'e')));
  EXPECT_EQ(types(d.end()), "");
  Dialogue request;
  request.server(record(22, std::string(4, '\0')));
  EXPECT_EQ(types(request.end()), " s0");
}

TEST(Builder, ChangeCipherSpecOfTls13MeansNothing) {
  const std::string retry =
      server_hello_record(0x1301, supported_version(0x0304), 0x0303, retry_random());
  Dialogue d;
  d.client(hello_record()).server(retry + change_cipher_spec());
  d.client(change_cipher_spec() + hello_record());
  d.server(server_hello_record(0x1301, supported_version(0x0304)) +
           record(23, std::string(40, 'e')));
  const Transcript t = d.end();
  EXPECT_EQ(types(t), " c1 s2 c1 s2");
  EXPECT_EQ(t.side(Side::responder).protected_records, 1U);
}

TEST(Builder, LossInsideAMessageLosesThatMessageOnly) {
  Dialogue d;
  const std::string certificate = record(22, certificate_message({std::string(3000, 'c')}));
  d.client(hello_record()).server(server_hello_record(0x0039) + certificate.substr(0, 500));
  d.lose(Side::responder, 1000).server(certificate.substr(1500) + record(22, dhe_message(512)));
  const Transcript t = d.end();
  EXPECT_EQ(types(t), " c1 s2 s12");
  ASSERT_TRUE(t.side(Side::responder).cut);
  EXPECT_EQ(t.side(Side::responder).cut->type, HandshakeType::certificate);
  EXPECT_EQ(t.side(Side::responder).cut->need, 3006U);
}

TEST(Builder, AMessageThatNeverEndedIsTold) {
  Dialogue d;
  d.client(hello_record()).server(record(22, flight).substr(0, 60));
  const Transcript t = d.end();
  ASSERT_TRUE(t.side(Side::responder).cut);
  EXPECT_EQ(t.side(Side::responder).cut->type, HandshakeType::server_hello);
}

TEST(Builder, WhatIsNoRecordWhereOneMustBeIsDamage) {
  Dialogue d;
  d.client(hello_record()).server(server_hello_record(0x0039) + "this is no record");
  const Transcript t = d.end();
  EXPECT_TRUE(t.side(Side::responder).damaged);
  EXPECT_EQ(types(t), " c1 s2");
}

TEST(Builder, ASSLv2HelloIsFollowedByTls) {
  const std::string body = number(1, 1) + number(0x0301, 2) + number(3, 2) + number(0, 2) +
                           number(16, 2) + number(0x00002f, 3) + std::string(16, 'r');
  Dialogue d;
  d.client(number(0x8000 | body.size(), 2) + body).server(alert_record(70));
  const Transcript t = d.end();
  ASSERT_EQ(t.messages.size(), 1U);
  EXPECT_TRUE(t.messages[0].sslv2);
  ASSERT_EQ(t.alerts.size(), 1U);
  EXPECT_EQ(t.alerts[0].from, t.server());
}

// A capture that begins late: the messages tell who is who, whoever is seen first.
TEST(Builder, WithoutAHelloOtherMessagesTellTheRoles) {
  struct Row {
    std::uint8_t type;
    bool of_server;
  };
  for (const Row& row :
       {Row{12, true}, Row{13, true}, Row{14, true}, Row{4, true}, Row{16, false}}) {
    for (const Side first : {Side::initiator, Side::responder}) {
      const std::string said = record(22, handshake(row.type, "x")) + record(20, "\x01");
      Dialogue d;
      (first == Side::initiator ? d.client(said) : d.server(said));
      const Transcript t = d.end();
      EXPECT_TRUE(t.client_known) << int{row.type};
      EXPECT_EQ(t.server() == first, row.of_server) << int{row.type};
    }
  }
  Dialogue certificate;  // either side sends one
  certificate.server(record(22, certificate_message({"leaf"})) + record(20, "\x01"));
  EXPECT_FALSE(certificate.end().client_known);
}

}  // namespace
}  // namespace tlswhy::testing
