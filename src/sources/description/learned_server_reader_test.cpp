#include "sources/description/learned_server_reader.hpp"

#include <gtest/gtest.h>

namespace tlswhy {
namespace {

std::string fault(std::string_view text) {
  const auto read = read_learned_server("old.json", text);
  return read ? "none" : read.error().what;
}

constexpr std::string_view least =
    R"({"name":"a.example","address":{"ip":"192.0.2.1","port":443},"versions":["TLSv1.2"])";
std::string with(std::string_view more) { return std::string(least).append(more).append("}"); }

TEST(LearnedServerReader, TakesTheLeastAndDoesNotMindMore) {
  EXPECT_EQ(fault(with("")), "none");
  EXPECT_EQ(fault("\xef\xbb\xbf" + with("")), "none");
  EXPECT_EQ(fault(with(R"(,"new":{"field":[1]},"behaviour":{"new":7,"sslv2":null})")), "none");
}

TEST(LearnedServerReader, KnowsWhatAProbePrints) {
  EXPECT_TRUE(looks_like_probe(R"({"schema":"tlswhy/1","input":{"kind":"probe","name":"a:443"}})"));
  EXPECT_TRUE(looks_like_probe(
      "\n{\n  \"schema\": \"tlswhy/1\",\n  \"input\": {\n    \"kind\": \"probe\""));
  EXPECT_FALSE(looks_like_probe(R"({"schema":"tlswhy/1","input":{"kind":"capture"}})"));
  EXPECT_FALSE(looks_like_probe(R"({"schema":"other/1","input":{"kind":"probe"}})"));
  EXPECT_FALSE(looks_like_probe(R"([{"schema":"tlswhy/1","kind":"probe"}])"));
}

TEST(LearnedServerReader, SaysWhereTheTextIsNoJson) {
  EXPECT_EQ(fault("{\"server\":\n  nul}").substr(0, 22), "old.json:2:3: no JSON:");
  EXPECT_EQ(fault("{\"server\":").substr(0, 23), "old.json:1:11: no JSON:");
  EXPECT_EQ(fault(""), "old.json: holds 0 servers, one is expected");
  EXPECT_EQ(fault(" [1]"),
            "old.json:1:2: no server is described here, as tlswhy probe --json prints it");
}

TEST(LearnedServerReader, NamesThePlaceOfWhatIsNotInOrder) {
  EXPECT_EQ(fault(R"({"server":{"name":1}})"), "old.json: server.name: a text is expected");
  EXPECT_EQ(fault(with(R"(,"dh":[{"bits":70000}])")),
            "old.json: dh[0].bits: a number up to 65535 is expected");
  EXPECT_EQ(fault(with(R"(,"dh":[{"bits":16,"prime":"ff0"}])")),
            "old.json: dh[0].prime: pairs of hexadecimal digits are expected");
  EXPECT_EQ(fault(with(R"(,"cipher_suites":{"TLSv1.2":["0x1301","TLS_X"]})")),
            "old.json: cipher_suites.TLSv1.2[1]: \"TLS_X\" is no cipher suite");
  EXPECT_EQ(fault(with(R"(,"groups":{"TLSv1.3":[]})")),
            "old.json: groups.TLSv1.3: is none of the versions");
  EXPECT_EQ(fault(with(R"(,"order":{"TLSv1.2":"random"})")),
            "old.json: order.TLSv1.2: \"random\" is no word for it");
  EXPECT_EQ(fault(with(R"(,"certificates":[{"server_name":"asked","chain":[{"der":"!"}]}])")),
            "old.json: certificates[0].chain[0].der: is no Base64");
  EXPECT_EQ(
      fault(with(
          R"(,"certificates":[{"server_name":"asked","chain":[{"der":"MAA=","sha256":"00"}]}])")),
      "old.json: certificates[0].chain[0].sha256: is not that of der");
  EXPECT_EQ(fault(with(R"(,"behaviour":{"sslv2":"yes"})")),
            "old.json: behaviour.sslv2: true or false is expected");
  EXPECT_EQ(fault(with(R"(,"nothing_fits_alert":"no_alert")")),
            "old.json: nothing_fits_alert: \"no_alert\" is no alert");
}

TEST(LearnedServerReader, ReadsHowEachVersionRefuses) {
  const auto read = read_learned_server(
      "new.json",
      with(
          R"(,"cipher_suites":{"TLSv1.2":["0x002f"]},"refusals":{"TLSv1.2":"handshake_failure","TLSv1.1":"closes",)"
          R"("TLSv1.0":"protocol_version"})"));
  ASSERT_TRUE(read) << read.error().what;
  ASSERT_EQ(read->model.versions.size(), 1u);
  EXPECT_EQ(read->model.versions.front().nothing_fits, HelloRefusal{40});
  ASSERT_EQ(read->model.refused_versions.size(), 2u);
  EXPECT_EQ(read->model.refused_versions.front().answer, HelloRefusal{});
  EXPECT_EQ(fault(with(R"(,"refusals":{"TLSv1.1":"close"})")),
            "old.json: refusals.TLSv1.1: \"close\" is no alert");
  EXPECT_EQ(fault(with(R"(,"refusals":{"TLSv9":"closes"})")),
            "old.json: refusals.TLSv9: is no version");
}

// Documents of before know one alert for all versions.
TEST(LearnedServerReader, OneAlertIsThatOfAllVersions) {
  const auto read =
      read_learned_server("old.json", with(R"(,"cipher_suites":{"TLSv1.2":["0x002f"]},)"
                                           R"("nothing_fits_alert":"handshake_failure")"));
  ASSERT_TRUE(read) << read.error().what;
  EXPECT_EQ(read->model.versions.front().nothing_fits, HelloRefusal{40});
  EXPECT_TRUE(read->model.refused_versions.empty());
}

TEST(LearnedServerReader, IsBounded) {
  EXPECT_EQ(fault(std::string((8U << 20) + 1, ' ')), "old.json: larger than 8 MiB");
  EXPECT_NE(fault(std::string(100'000, '[')).find("no JSON"), std::string::npos);
  std::string many = R"({"name":"a","address":{"ip":"192.0.2.1","port":1},"versions":["SSLv3")";
  for (int i = 0; i < 16; ++i) many += R"(,"TLSv1.2")";
  EXPECT_EQ(fault(many + "]}"), "old.json: versions[16]: there are not so many versions");
}

}  // namespace
}  // namespace tlswhy
