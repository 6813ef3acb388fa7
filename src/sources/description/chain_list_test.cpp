#include "sources/description/chain_list.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "wire/testing/tls_bytes.hpp"
#include "x509/bundle/base64.hpp"

namespace tlswhy::testing {
namespace {

std::string pem(const std::string& name) {
  const std::string der = fixture("certificates/" + name + ".der");
  return "-----BEGIN CERTIFICATE-----\\n" + bundle::to_base64(as_bytes(der)) +
         "\\n-----END CERTIFICATE-----\\n";
}

TEST(ChainList, ReadsALine) {
  const auto read = read_listed_chain(fmt::format(
      R"({{"id":"a","host":"shop.lab.test","at":"2027-01-01T00:00:00Z","chain":["{}","{}"],"roots":"{}"}})",
      pem("leaf"), pem("issuing"), pem("root")));
  ASSERT_TRUE(read) << read.error().what;
  EXPECT_EQ(read->id, "a");
  EXPECT_EQ(read->host.name(), "shop.lab.test");
  EXPECT_EQ(read->at, parse_time("2027-01-01T00:00:00Z"));
  EXPECT_EQ(read->chain.size(), 2U);
  ASSERT_TRUE(read->roots);
  EXPECT_EQ(read->roots->size(), 1U);
}

TEST(ChainList, LeavesOutWhatIsNotGiven) {
  const auto read = read_listed_chain(fmt::format(R"({{"chain":"{}","at":null}})", pem("leaf")));
  ASSERT_TRUE(read) << read.error().what;
  EXPECT_TRUE(read->host.empty());
  EXPECT_FALSE(read->at);
  EXPECT_FALSE(read->roots);
  EXPECT_TRUE(read_listed_chain(R"({"chain":["nothing"],"roots":[]})")->chain.empty());
}

TEST(ChainList, SaysWhatIsWrong) {
  const auto why = [](std::string_view line) { return read_listed_chain(line).error().what; };
  EXPECT_EQ(why("[1]"), "is no JSON object");
  EXPECT_EQ(why("{\"id\":"), "is no JSON object");
  EXPECT_EQ(listed_id(R"({"id":"a","chain":7})"), "a");
  EXPECT_EQ(listed_id("{"), "");
  EXPECT_EQ(why("{}"), "has no \"chain\"");
  EXPECT_EQ(why(R"({"chain":7})"), "\"chain\" must be PEM, a text or a list of texts");
  EXPECT_EQ(why(R"({"id":7,"chain":""})"), "\"id\" must be a text");
  EXPECT_EQ(why(R"({"at":"soon","chain":""})"), "\"soon\" is no time like 2025-03-01T09:30:00Z");
}

TEST(ChainList, IsKnownByItsBeginning) {
  EXPECT_TRUE(looks_like_chain_list("{\"chain\": [\"" + pem("leaf") + "\"]}"));
  EXPECT_FALSE(looks_like_chain_list("-----BEGIN CERTIFICATE-----\nMII"));
  EXPECT_FALSE(
      looks_like_chain_list(R"({"schema":"tlswhy/1","chain":["-----BEGIN CERTIFICATE-----\n)"));
}

}  // namespace
}  // namespace tlswhy::testing
