#include "wire/handshake_splitter.hpp"

#include <gtest/gtest.h>

#include "wire/testing/tls_bytes.hpp"

namespace tlswhy::testing {
namespace {

TEST(HandshakeSplitter, GivesTheSameMessagesHoweverTheyAreCut) {
  const std::string text = handshake(2, "hello") + handshake(14, "") + handshake(11, "chain");
  for (std::size_t cut = 1; cut <= text.size(); ++cut) {
    HandshakeSplitter splitter;
    std::string seen;
    for (std::string_view rest = text; !rest.empty();
         rest.remove_prefix(std::min(cut, rest.size()))) {
      splitter.feed(as_bytes(rest.substr(0, cut)));
      while (const auto message = splitter.next()) {
        seen += std::to_string(static_cast<int>(message->type)) + ":";
        seen += as_text(message->body);
        EXPECT_EQ(message->whole.size(), message->body.size() + 4);
        seen += " ";
      }
    }
    EXPECT_EQ(seen, "2:hello 14: 11:chain ") << cut;
    EXPECT_EQ(splitter.waiting(), 0U);
  }
}

TEST(HandshakeSplitter, SaysWhatHasBegun) {
  HandshakeSplitter splitter;
  EXPECT_FALSE(splitter.begun());
  const std::string text = handshake(14, "") + handshake(11, std::string(300, 'c'));
  splitter.feed(as_bytes(std::string_view(text).substr(0, 6)));
  EXPECT_TRUE(splitter.next());
  EXPECT_FALSE(splitter.next());
  EXPECT_FALSE(splitter.begun());
  const auto more = splitter.begun_with(as_bytes(std::string_view(text).substr(6, 12)));
  ASSERT_TRUE(more);
  EXPECT_EQ(more->type, HandshakeType::certificate);
  EXPECT_EQ(more->have, 10U);
  EXPECT_EQ(more->need, 300U);
  splitter.clear();
  EXPECT_EQ(splitter.waiting(), 0U);
}

}  // namespace
}  // namespace tlswhy::testing
