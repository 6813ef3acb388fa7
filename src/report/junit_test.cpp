#include "report/junit.hpp"

#include <gtest/gtest.h>

#include <pugixml.hpp>

#include "knowledge/ids/causes.hpp"
#include "report/testing/verdicts.hpp"

namespace tlswhy {
namespace {

using namespace testing;

pugi::xml_node parsed(pugi::xml_document& document, const std::string& text) {
  const auto read =
      document.load_buffer(text.data(), text.size(), pugi::parse_default, pugi::encoding_utf8);
  EXPECT_TRUE(read) << read.description() << "\n" << text;
  return document.document_element();
}

TEST(JUnit, ASuiteForEachTargetACaseForEachClient) {
  const std::vector<Explanation> verdicts{would_refuse("finesse-11"), would_connect("go-1.27")};
  JUnit file{{}};
  file.add({.target = "a.example:443",
            .verdicts = verdicts,
            .trouble = {},
            .seconds = 0.25,
            .at = *parse_time("2026-11-25T10:00:00Z")});
  file.add({.target = "b.example:443", .verdicts = {}, .trouble = "connection refused", .at = {}});
  pugi::xml_document document;
  const pugi::xml_node root = parsed(document, file.whole());
  EXPECT_STREQ(root.name(), "testsuites");
  EXPECT_EQ(root.attribute("tests").as_int(), 3);
  EXPECT_EQ(root.attribute("failures").as_int(), 1);
  EXPECT_EQ(root.attribute("errors").as_int(), 1);
  const pugi::xml_node a = root.first_child();
  EXPECT_STREQ(a.attribute("name").value(), "a.example:443");
  EXPECT_STREQ(a.attribute("timestamp").value(), "2026-11-25T10:00:00");
  EXPECT_STREQ(a.attribute("time").value(), "0.250");
  EXPECT_EQ(a.attribute("tests").as_int(), 2);
  const pugi::xml_node refused = a.first_child();
  EXPECT_STREQ(refused.attribute("name").value(), "finesse-11");
  const pugi::xml_node failure = refused.child("failure");
  EXPECT_STREQ(failure.attribute("type").value(), "pss-chain");
  EXPECT_EQ(failure.attribute("message").value(),
            std::string(knowledge::cause(knowledge::CauseId::pss_chain).text({}).title));
  const std::string text = failure.text().get();
  EXPECT_NE(text.find("finesse-11 would refuse the server\n"), std::string::npos) << text;
  EXPECT_NE(text.find("certificate_unknown (46)\n"), std::string::npos) << text;
  EXPECT_NE(text.find("PKIX path validation failed\n"), std::string::npos) << text;
  EXPECT_NE(text.find("DO THIS (ca, keeps): "), std::string::npos) << text;
  EXPECT_FALSE(refused.next_sibling().first_child());
  const pugi::xml_node error = a.next_sibling().first_child().child("error");
  EXPECT_STREQ(error.attribute("message").value(), "connection refused");
}

TEST(JUnit, WhateverAServerSaysIsXml) {
  std::string odd;
  for (int c = 1; c < 256; ++c) odd += static_cast<char>(c);
  odd += "\xef\xbf\xbe\xef\xbf\xbf]]>\xe2\x82\xac";
  odd += '\0';
  JUnit file{{}};
  file.add({.target = odd, .verdicts = {}, .trouble = "a\nb", .at = {}});
  const std::string text = file.whole();
  for (const char c : text) {
    const auto u = static_cast<unsigned char>(c);
    EXPECT_TRUE(u >= 0x20 || c == '\n') << static_cast<int>(u);
  }
  EXPECT_EQ(text.find("\xef\xbf\xbe"), std::string::npos);
  EXPECT_EQ(text.find("\xef\xbf\xbf"), std::string::npos);
  pugi::xml_document document;
  const pugi::xml_node suite = parsed(document, text).first_child();
  const std::string name = suite.attribute("name").value();
  EXPECT_NE(name.find("&'()*+"), std::string::npos) << name;
  EXPECT_NE(name.find("<=>"), std::string::npos) << name;
  EXPECT_TRUE(name.ends_with("]]>\xe2\x82\xac?")) << name;
  EXPECT_STREQ(suite.first_child().child("error").attribute("message").value(), "a\nb");
}

}  // namespace
}  // namespace tlswhy
