#include "report/json/json.hpp"
#include "report/json/conversation.hpp"

#include <gtest/gtest.h>

#include <boost/json.hpp>

namespace tlswhy::json {
namespace {

namespace bj = boost::json;

TEST(Json, DocumentIsOneObjectOfTheContract) {
  const InputReport input{.kind = "capture",
                          .name = "capture.pcap",
                          .notes = {"a \"note\""},
                          .packets = 7,
                          .truncated = true};
  Summary summary;
  summary.conversations = 2;
  const std::string text = document_start(input, summary, {}, {}) + document_end();
  boost::system::error_code error;
  const bj::value document = bj::parse(text, error);
  ASSERT_FALSE(error) << text;
  EXPECT_EQ(document.at("schema"), "tlswhy/1");
  EXPECT_EQ(document.at("input").at("packets"), 7);
  EXPECT_EQ(document.at("input").at("truncated"), true);
  EXPECT_EQ(document.at("summary").at("conversations"), 2);
  EXPECT_TRUE(document.at("conversations").as_array().empty());
}

TEST(Json, WhateverTheWireSaysIsUtf8) {
  Seen c;
  ClientHello hello;
  hello.server_name = std::string("\xff\xfe\x1b\"\\\0x", 7);
  hello.random.resize(32);
  c.handshake.client_hello = Observed<ClientHello>(hello, {1});
  boost::system::error_code error;
  const bj::value value = bj::parse(Conversations({}).line({c, {}}, "in\"put\n"), error);
  ASSERT_FALSE(error);
  EXPECT_EQ(value.at("server_name"), "???\"\\?x");
  EXPECT_EQ(value.at("outcome"), "undetermined");
}

TEST(Json, AnEmptyConversationHasEveryMember) {
  const bj::value value = bj::parse(Conversations({}).line(Explanation{}, ""));
  EXPECT_EQ(value.as_object().if_contains("input"), nullptr);
  for (const char* member : {"id", "transport", "client", "server", "server_name", "frames",
                             "version", "cipher_suite", "alerts", "certificates", "closing",
                             "outcome", "diagnosis", "remedies", "client_profile", "ja3", "ja4"}) {
    EXPECT_NE(value.as_object().if_contains(member), nullptr) << member;
  }
}

}  // namespace
}  // namespace tlswhy::json
