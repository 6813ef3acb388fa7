#include "analysis/witnesses.hpp"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "analysis/log_analysis.hpp"
#include "knowledge/ids/causes.hpp"
#include "knowledge/ids/sentences.hpp"
#include "transcript/testing/written.hpp"

namespace tlswhy {
namespace {

using knowledge::CauseId;

// A connection that `by` refuses after the hello, as packets would show it; `seed` makes the hello
// another one.
Explanation refused(const std::string& host, char seed, std::uint64_t number,
                    Side by = Side::responder) {
  testing::Written written{Transport(DatagramFacts{})};
  testing::HelloParts parts;
  parts.random = std::string(32, seed);
  parts.extensions = testing::server_name(host);
  written.message(Side::initiator, HandshakeType::client_hello, testing::client_hello(parts))
      .alert(by, AlertDescription::handshake_failure);
  Seen seen{written.transcript(), {}};
  seen.transcript.number = number;
  seen.handshake = read_handshake(seen.transcript, nullptr);
  Explanation out{std::move(seen), {}};
  out.diagnosis.outcome = Outcome::failed;
  out.diagnosis.cause = CauseId::no_shared_cipher;
  out.diagnosis.refuser = by == Side::responder ? Party::server : Party::client;
  out.diagnosis.candidates = {{CauseId::no_shared_cipher, {}, {}},
                              {CauseId::no_common_group, {}, {}}};
  return out;
}

struct Stand {
  Setting setting;
  std::vector<Explanation> out;
  WitnessStand stand{setting,
                     std::make_shared<const Witnesses>(Witnesses{{"a.pcap", Witness::Kind::capture},
                                                                 {"a.log", Witness::Kind::log}}),
                     [this](Explanation&& e) { out.push_back(std::move(e)); }};

  void hear(std::string_view text) {
    LogAnalysis log(setting, [this](Explanation&& e) { stand.hear(std::move(e), 1); });
    MemoryStream stream(as_bytes(text));
    log.read(stream);
  }
};

constexpr std::string_view curl =
    "* Connected to a.example.test (192.0.2.1) port 443 (#0)\n"
    "curl: (35) error:0A000410:SSL routines::sslv3 alert handshake failure\n";

TEST(Witnesses, TextAndCaptureOfOneConnectionGiveOneVerdict) {
  Stand s;
  s.hear(curl);
  s.stand.see(refused("a.example.test", 'a', 0));
  s.stand.finish();
  ASSERT_EQ(s.out.size(), 1U);
  ASSERT_TRUE(s.out[0].witnesses);
  EXPECT_EQ(s.out[0].diagnosis.refuser, Party::server);
  bool told = false;
  for (const Fact& fact : s.out[0].diagnosis.evidence) told = told || fact.witness == 1;
  EXPECT_TRUE(told);
}

// The same line stands in the log of either side; the capture shows who sent the alert.
TEST(Witnesses, TheCaptureTellsWhoWroteAText) {
  for (const Side by : {Side::initiator, Side::responder}) {
    Stand s;
    s.hear("error:0A000410:SSL routines::sslv3 alert handshake failure\n");
    s.stand.see(refused("a.example.test", 'a', 0, by));
    s.stand.finish();
    ASSERT_EQ(s.out.size(), 1U);
    EXPECT_EQ(s.out[0].diagnosis.refuser, by == Side::initiator ? Party::client : Party::server);
  }
}

TEST(Witnesses, WordsThatEitherSideSaysKeepTheirWriterOpen) {
  Stand s;
  s.hear("javax.net.ssl.SSLPeerUnverifiedException: peer not authenticated\n");
  s.stand.see(refused("a.example.test", 'a', 0));
  s.stand.finish();
  ASSERT_EQ(s.out.size(), 1U);
  EXPECT_EQ(s.out[0].diagnosis.refuser, Party::server);
  for (const Fact& fact : s.out[0].diagnosis.evidence)
    EXPECT_NE(fact.sentence, sentence::fact_server_states);
}

TEST(Witnesses, ATextAboutAnotherServerStaysAlone) {
  Stand s;
  s.hear(curl);
  s.stand.see(refused("b.example.test", 'a', 0));
  s.stand.finish();
  ASSERT_EQ(s.out.size(), 2U);
  EXPECT_FALSE(s.out[0].witnesses);
  EXPECT_FALSE(s.out[1].witnesses);
}

// Which of two that ended differently is meant, the text does not say.
TEST(Witnesses, DoesNotGuessBetweenTwoThatDiffer) {
  Stand s;
  s.hear(curl);
  s.stand.see(refused("a.example.test", 'a', 0));
  Explanation other = refused("a.example.test", 'b', 1);
  other.diagnosis.cause = CauseId::no_common_version;
  s.stand.see(std::move(other));
  s.stand.finish();
  ASSERT_EQ(s.out.size(), 3U);
  for (const Explanation& e : s.out) EXPECT_FALSE(e.witnesses);
}

TEST(Witnesses, KnowAHelloByItsRandom) {
  Stand s;
  std::string random;
  for (int i = 0; i < 32; ++i) random += "62";
  s.hear(
      "javax.net.ssl|DEBUG|10|main|2026-11-29 10:00:00.000 UTC|X.java:1|Produced ClientHello "
      "handshake message (\n\"ClientHello\": {\n  \"random\"              : \"" +
      random +
      "\",\n  \"cipher suites\"       : \"[TLS_AES_256_GCM_SHA384(0x1302)]\",\n}\n)\n"
      "javax.net.ssl|DEBUG|10|main|2026-11-29 10:00:00.000 UTC|X.java:1|Received alert message "
      "(\n\"Alert\": {\n  \"level\"      : \"fatal\",\n  \"description\": "
      "\"handshake_failure\"\n}\n)\n");
  s.stand.see(refused("a.example.test", 'a', 0));
  s.stand.see(refused("a.example.test", 'b', 1));
  s.stand.finish();
  ASSERT_EQ(s.out.size(), 2U);
  EXPECT_FALSE(s.out[0].witnesses);
  EXPECT_TRUE(s.out[1].witnesses);
}

}  // namespace
}  // namespace tlswhy
