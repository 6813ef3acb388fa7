#include "report/json/learned_server.hpp"

#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <fstream>
#include <iterator>

#include "model/testing/learned.hpp"
#include "report/json/json.hpp"

namespace tlswhy::json {
namespace {

namespace bj = boost::json;
using namespace tlswhy::testing;

// tests/schema holds that file against the schema.
TEST(LearnedServerJson, IsAsTheExampleShowsIt) {
  std::ifstream file("tests/schema/server.json");
  const std::string text(std::istreambuf_iterator<char>(file), {});
  boost::system::error_code wrong;
  const bj::value example = bj::parse(text, wrong);
  ASSERT_FALSE(wrong);
  const bj::value written = bj::parse(learned_server_text(learned_example()));
  EXPECT_EQ(written, example) << written;
}

TEST(LearnedServerJson, WhatWasNotLearntIsNullOrEmpty) {
  const bj::value server = bj::parse(learned_server_text(LearnedServer{}));
  EXPECT_EQ(server.at("client_certificate"), "unknown");
  EXPECT_TRUE(server.at("starttls").is_null());
  EXPECT_TRUE(server.at("nothing_fits_alert").is_null());
  EXPECT_TRUE(server.at("versions").as_array().empty());
  EXPECT_TRUE(server.at("behaviour").at("sslv2").is_null());
  EXPECT_EQ(server.at("behaviour").as_object().size(), 17);
}

TEST(LearnedServerJson, StandsBesideTheVerdictsOfAProbe) {
  JudgedReport report{{"probe", "gadgets.corp.example:8444"}, {}};
  report.judged.learned = learned_example();
  bj::value document = bj::parse(verdicts(report, {}));
  EXPECT_EQ(document.at("server").at("name"), "gadgets.corp.example");
  EXPECT_EQ(document.at("input").at("kind"), "probe");
  report.judged.learned.reset();
  document = bj::parse(verdicts(report, {}));
  EXPECT_EQ(document.as_object().if_contains("server"), nullptr);
}

}  // namespace
}  // namespace tlswhy::json
