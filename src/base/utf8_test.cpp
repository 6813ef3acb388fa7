#include "base/utf8.hpp"

#include <gtest/gtest.h>

namespace tlswhy {
namespace {

TEST(Utf8, KeepsWhatIsWellFormed) {
  EXPECT_EQ(valid_utf8("plain \xc3\xa9 \xed\x95\x9c \xf0\x9f\x98\x80"),
            "plain \xc3\xa9 \xed\x95\x9c \xf0\x9f\x98\x80");
  EXPECT_EQ(valid_utf8(""), "");
}

TEST(Utf8, ReplacesEachByteThatIsNot) {
  EXPECT_EQ(valid_utf8("a\xff"
                       "b"),
            "a?b");
  EXPECT_EQ(valid_utf8("\xc0\x80"), "??");            // overlong
  EXPECT_EQ(valid_utf8("\xed\xa0\x80"), "???");       // a surrogate
  EXPECT_EQ(valid_utf8("\xf4\x90\x80\x80"), "????");  // beyond U+10FFFF
  EXPECT_EQ(valid_utf8("\xe2\x82"), "??");            // cut
}

}  // namespace
}  // namespace tlswhy
