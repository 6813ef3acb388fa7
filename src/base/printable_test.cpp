#include "base/printable.hpp"

#include <gtest/gtest.h>

namespace tlswhy {
namespace {

TEST(Printable, ALineEndsWhereTextEnds) {
  EXPECT_EQ(printable_line(as_bytes("220 ready\r\nmore"), 60), "220 ready");
  EXPECT_EQ(printable_line(as_bytes("220 ready"), 3), "220");
  EXPECT_EQ(printable_line(as_bytes(std::string_view("\0a\nb\x7f\xff", 6)), 60), ".a.b..");
  EXPECT_EQ(printable_line({}, 60), "");
}

TEST(Printable, WhatCannotBePrintedIsReplaced) {
  EXPECT_EQ(printable(as_bytes("a\tb\x1b[0m\xc3\xa4"), '?'), "a?b?[0m??");
}

}  // namespace
}  // namespace tlswhy
