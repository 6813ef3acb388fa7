#include "base/hex.hpp"

#include <gtest/gtest.h>

namespace tlswhy {
namespace {

TEST(Hex, ReadsWhatItWrites) {
  const std::vector<std::uint8_t> bytes = {0x00, 0x7f, 0xa0, 0xff};
  EXPECT_EQ(hex(bytes), "007fa0ff");
  EXPECT_EQ(from_hex("007FA0ff"), bytes);
  EXPECT_EQ(from_hex(""), std::vector<std::uint8_t>());
}

TEST(Hex, TakesNothingButPairsOfDigits) {
  for (const char* wrong : {"0", "0g", "g0", "0x00", " 0", "-1", "00 1"})
    EXPECT_FALSE(from_hex(wrong)) << wrong;
}

}  // namespace
}  // namespace tlswhy
