#include "analysis/joined_texts.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "analysis/log_analysis.hpp"
#include "knowledge/cause.hpp"
#include "knowledge/ids/causes.hpp"
#include "knowledge/ids/sentences.hpp"

namespace tlswhy {
namespace {

using knowledge::CauseId;

const Setting setting;

std::vector<Explanation> told(std::string_view text) {
  std::vector<Explanation> out;
  LogAnalysis analysis(setting, [&out](Explanation&& e) { out.push_back(std::move(e)); });
  MemoryStream stream(as_bytes(text));
  analysis.read(stream);
  return out;
}

struct Pair {
  std::vector<Explanation> first, second;
  bool joined = false;

  Pair(std::string_view a, std::string_view b) : first(told(a)), second(told(b)) {
    const auto witnesses = std::make_shared<Witnesses>(
        Witnesses{{"a", Witness::Kind::log}, {"b", Witness::Kind::log}});
    std::vector<std::vector<Explanation>> all;
    all.push_back(std::move(first));
    all.push_back(std::move(second));
    joined = join_texts(all, witnesses, setting);
    first = std::move(all[0]);
    second = std::move(all[1]);
  }
};

const std::string client_refuses =
    "* Connected to a.example (192.0.2.7) port 443 (#0)\n"
    "curl: (60) SSL certificate problem: unable to get local issuer certificate\n";
std::string at_server(std::string_view alert, int number) {
  return "2026/01/01 10:00:00 [info] 7#7: *3 SSL_do_handshake() failed (SSL: error:0A000418:SSL "
         "routines::" +
         std::string(alert) + ":SSL alert number " + std::to_string(number) +
         ") while SSL handshaking, client: 10.0.0.9, server: 0.0.0.0:443\n";
}

TEST(JoinTexts, MakesOneVerdictOfBothSides) {
  const Pair pair(client_refuses, at_server("tlsv1 alert unknown ca", 48));
  ASSERT_TRUE(pair.joined);
  ASSERT_EQ(pair.first.size(), 1U);
  EXPECT_TRUE(pair.second.empty());
  const Diagnosis& d = pair.first.front().diagnosis;
  EXPECT_EQ(d.refuser, Party::client);
  EXPECT_EQ(d.cause, CauseId::missing_intermediate);
  EXPECT_TRUE(std::ranges::any_of(d.evidence, [](const Fact& f) { return f.witness == 1; }));
  EXPECT_TRUE(std::ranges::any_of(d.evidence, [](const Fact& f) { return f.witness == 0; }));
}

TEST(JoinTexts, TakesTheReasonOfTheSideThatHasOne) {
  const Pair pair("curl: (35) OpenSSL SSL_connect: Connection reset by peer\n",
                  "2026/01/01 10:00:00 [info] 7#7: *3 SSL_do_handshake() failed (SSL: "
                  "error:0A0000C1:SSL routines::no shared cipher) while SSL handshaking, client: "
                  "10.0.0.9, server: 0.0.0.0:443\n");
  ASSERT_TRUE(pair.joined);
  EXPECT_EQ(pair.first.front().diagnosis.cause, CauseId::no_shared_cipher);
  EXPECT_EQ(pair.first.front().diagnosis.refuser, Party::server);
}

TEST(JoinTexts, SaysThatTheyContradictEachOther) {
  const Pair pair(client_refuses,
                  "2026/01/01 10:00:00 [info] 7#7: *3 SSL_do_handshake() failed (SSL: "
                  "error:0A0000C1:SSL routines::no shared cipher) while SSL handshaking, client: "
                  "10.0.0.9, server: 0.0.0.0:443\n");
  ASSERT_TRUE(pair.joined);
  const Diagnosis& d = pair.first.front().diagnosis;
  EXPECT_EQ(d.confidence, Confidence::one_of);
  EXPECT_TRUE(std::ranges::any_of(
      d.evidence, [](const Fact& f) { return f.sentence == sentence::fact_texts_disagree; }));
}

TEST(JoinTexts, LeavesApartWhatIsNotOfTwoSides) {
  EXPECT_FALSE(Pair(client_refuses, client_refuses).joined);
  const std::string several =
      at_server("tlsv1 alert unknown ca", 48) + std::string(400, '\n') +
      "2026/01/01 10:00:00 [info] 7#7: *9 SSL_do_handshake() failed (SSL: error:0A0000C1:SSL "
      "routines::no shared cipher) while SSL handshaking, client: 10.0.0.8, server: 0.0.0.0:443\n";
  const Pair open(client_refuses, several);
  EXPECT_EQ(open.second.size(), 2U);
  EXPECT_FALSE(open.joined);
}

std::vector<std::vector<Explanation>> three(std::string_view a, std::string_view b,
                                            std::string_view c) {
  std::vector<std::vector<Explanation>> all;
  for (const std::string_view text : {a, b, c}) all.push_back(told(text));
  const auto witnesses = std::make_shared<Witnesses>(
      Witnesses{{"a", Witness::Kind::log}, {"b", Witness::Kind::log}, {"c", Witness::Kind::log}});
  join_texts(all, witnesses, setting);
  return all;
}

const std::string of_another_program =
    "* Connected to a.example (192.0.2.7) port 443 (#0)\n"
    "* SSL certificate problem: self-signed certificate in certificate chain\n";

TEST(JoinTexts, MakesOneVerdictOfThree) {
  const std::string alert = at_server("tlsv1 alert unknown ca", 48);
  for (const auto& all : {three(client_refuses, of_another_program, alert),
                          three(alert, client_refuses, of_another_program)}) {
    ASSERT_EQ(all[0].size(), 1U);
    EXPECT_TRUE(all[1].empty());
    EXPECT_TRUE(all[2].empty());
    const Diagnosis& d = all[0].front().diagnosis;
    EXPECT_EQ(d.refuser, Party::client);
    for (const unsigned witness : {0U, 1U, 2U})
      EXPECT_TRUE(
          std::ranges::any_of(d.evidence, [&](const Fact& f) { return f.witness == witness; }));
  }
}

TEST(JoinTexts, LeavesApartAThirdTextOfAnotherServer) {
  const std::string elsewhere =
      "* Connected to b.example (192.0.2.8) port 443 (#0)\n"
      "curl: (60) SSL certificate problem: unable to get local issuer certificate\n";
  const auto all = three(client_refuses, at_server("tlsv1 alert unknown ca", 48), elsewhere);
  EXPECT_EQ(all[0].size(), 1U);
  EXPECT_TRUE(all[1].empty());
  EXPECT_EQ(all[2].size(), 1U);
}

}  // namespace
}  // namespace tlswhy
