#include "transcript/coverage.hpp"

#include <gtest/gtest.h>

namespace tlswhy {
namespace {

constexpr Side c = Side::initiator, s = Side::responder;

TEST(Coverage, SaysOfEveryByteWhetherItWasSeen) {
  Coverage seen;
  seen.saw(c, 10);
  seen.lost(c, 5, 7);
  seen.saw(c, 1);
  EXPECT_EQ(seen.at(c, 9), ByteState::seen);
  EXPECT_EQ(seen.at(c, 10), ByteState::lost);
  EXPECT_EQ(seen.at(c, 14), ByteState::lost);
  EXPECT_EQ(seen.at(c, 15), ByteState::seen);
  EXPECT_EQ(seen.at(c, 16), ByteState::unknown);
  EXPECT_EQ(seen.at(s, 0), ByteState::unknown);
  EXPECT_FALSE(seen.whole(c));
  EXPECT_TRUE(seen.whole(s));
  EXPECT_TRUE(seen.whole_until(6));
  EXPECT_FALSE(seen.whole_until(7) || seen.whole_until(0));
}

TEST(Coverage, WhatBeginsLateIsNeverWhole) {
  Coverage seen;
  seen.saw(c, 10);
  seen.begins_late(c);
  EXPECT_FALSE(seen.from_start(c) || seen.whole(c) || seen.whole_until(1));
  EXPECT_TRUE(seen.from_start(s));
}

TEST(Coverage, KeepsABoundedNumberOfSpans) {
  Coverage seen;
  for (std::uint32_t i = 1; i <= 1000; ++i) {
    seen.saw(s, 1);
    seen.lost(s, 2, i);
    seen.lost(s, 1, i);
  }
  EXPECT_EQ(seen.spans().size(), 64U);
  EXPECT_EQ(seen.spans().front().size, 3U);
  EXPECT_EQ(seen.at(s, 4 * 63 + 1), ByteState::lost);
  EXPECT_EQ(seen.at(s, 4 * 999 + 1), ByteState::lost);
  EXPECT_EQ(seen.at(s, 0), ByteState::seen);
  EXPECT_EQ(seen.at(s, 4000), ByteState::unknown);
}

}  // namespace
}  // namespace tlswhy
