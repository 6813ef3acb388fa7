#include "report/json/writer.hpp"

#include <gtest/gtest.h>

#include <boost/json.hpp>

namespace tlswhy::json {
namespace {

TEST(JsonWriter, PutsCommasWhereTheyBelong) {
  Writer out;
  out.object().member("a", 1).name("b").array().value(true).value(nullptr).array().end_array();
  out.object().end_object().end_array().member("c", "x").member_or_null("d", "").end_object();
  EXPECT_EQ(out.take(), R"({"a":1,"b":[true,null,[],{}],"c":"x","d":null})");
}

// Elements that were written before, and none of them.
TEST(JsonWriter, TakesWhatWasWrittenBefore) {
  Writer out;
  out.array().json("").json("1,2").json("").value(3U).end_array();
  EXPECT_EQ(out.take(), "[1,2,3]");
}

TEST(JsonWriter, WhateverATextHoldsIsReadBack) {
  const std::string wild("\"\\/\b\n\x01\x7f 한국어 \0.", 20);
  Writer out;
  out.array().value(wild).value("\xff").end_array();
  const auto read = boost::json::parse(out.take()).as_array();
  EXPECT_EQ(read[0].as_string(), wild);
  EXPECT_EQ(read[1].as_string(), "?");
}

TEST(JsonWriter, APlaceIsWhatItsSourceCounts) {
  Writer out;
  Provenance certificate(7);
  certificate.depth = 2;
  out.object().place({}).place({Provenance::Kind::line, 3}).end_object();
  EXPECT_EQ(out.take(), R"({"line":3})");
  Writer packet;
  packet.object().place(certificate).end_object();
  EXPECT_EQ(packet.take(), R"({"frame":7,"depth":2})");
}

}  // namespace
}  // namespace tlswhy::json
