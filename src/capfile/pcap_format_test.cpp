#include "capfile/pcap_format.hpp"

#include <gtest/gtest.h>

#include "capfile/testing/read_all.hpp"

namespace tlswhy::testing {
namespace {

TEST(PcapFormat, ReadsBothByteOrdersAndResolutions) {
  for (const bool little : {false, true}) {
    for (const std::uint32_t magic : {0xa1b2c3d4U, 0xa1b23c4dU, 0xa1b2cd34U}) {
      const auto all =
          read_bytes(PcapWriter({.little_endian = little, .magic = magic, .network = 101})
                         .packet("first", 1700000000, 5)
                         .packet("", 1700000001, 6)
                         .packet("third", 1700000002, 7, 900)
                         .bytes());
      const std::int64_t unit = magic == 0xa1b23c4d ? 1 : 1000;
      ASSERT_EQ(all.packets.size(), 3U) << all.error;
      EXPECT_EQ(all.packets[0].data, "first");
      EXPECT_EQ(all.packets[0].ns, 1'700'000'000'000'000'000 + 5 * unit);
      EXPECT_EQ(all.packets[0].link_type, 101);
      EXPECT_EQ(all.packets[1].data, "");
      EXPECT_EQ(all.packets[2].frame, 3U);
      EXPECT_EQ(all.packets[2].original_length, 900U);
      EXPECT_FALSE(all.truncated);
      EXPECT_EQ(all.info.format, "pcap");
    }
  }
}

TEST(PcapFormat, TakesFrameCheckSequencesOff) {
  const std::uint32_t with_fcs = 1U | 0x04000000U | 2U << 28;
  const auto all = read_bytes(
      PcapWriter({.network = with_fcs}).packet("payloadFCS!").packet("cut", 1, 0, 100).bytes());
  ASSERT_EQ(all.packets.size(), 2U);
  EXPECT_EQ(all.packets[0].data, "payload");
  EXPECT_EQ(all.packets[0].link_type, 1);
  EXPECT_EQ(all.packets[1].data, "cut");
  EXPECT_EQ(all.packets[1].original_length, 96U);
}

TEST(PcapFormat, ReadsTheLengthsOfOldFilesTheOtherWayRound) {
  std::string old = PcapWriter({.minor = 2}).bytes();
  old += ByteWriter().u32(1).u32(0).u32(500).u32(4).text("data").bytes();
  const auto all = read_bytes(old);
  ASSERT_EQ(all.packets.size(), 1U);
  EXPECT_EQ(all.packets[0].data, "data");
  EXPECT_EQ(all.packets[0].original_length, 500U);
}

TEST(PcapFormat, StopsAtALengthThatCannotBe) {
  std::string bytes = PcapWriter().packet("good").bytes();
  const std::size_t where = bytes.size();
  bytes += ByteWriter().u32(1).u32(0).u32(0x7fffffff).u32(0x7fffffff).text("rest").bytes();
  const auto all = read_bytes(bytes);
  ASSERT_EQ(all.packets.size(), 1U);
  ASSERT_EQ(all.notes.size(), 1U);
  EXPECT_EQ(all.notes[0].what, "a packet of 2147483647 bytes cannot be");
  EXPECT_EQ(all.notes[0].offset, where);
  EXPECT_EQ(all.notes[0].packet, 1U);
  EXPECT_TRUE(all.truncated);
}

TEST(PcapFormat, GivesThePacketsBeforeTheCutWhereverItIs) {
  const std::string bytes = PcapWriter().packet("one").packet("").packet("three!", 3, 4).bytes();
  const auto whole = read_bytes(bytes).packets;
  const std::vector<std::size_t> ends{24, 24 + 19, 24 + 19 + 16, bytes.size()};
  for (std::size_t length = 0; length <= bytes.size(); ++length) {
    const auto all = read_bytes(bytes.substr(0, length));
    if (length < 24) {
      EXPECT_NE(all.error, "") << length;
      continue;
    }
    std::size_t expected = 0;
    while (expected + 1 < ends.size() && ends[expected + 1] <= length) ++expected;
    ASSERT_EQ(all.packets.size(), expected) << length;
    EXPECT_TRUE(std::equal(all.packets.begin(), all.packets.end(), whole.begin())) << length;
    EXPECT_EQ(all.truncated, length != ends[expected]) << length;
    EXPECT_EQ(all.notes.size(), length != ends[expected] ? 1U : 0U) << length;
  }
}

TEST(PcapFormat, ReadsPacketsThatAreLargerThanTheWindow) {
  const std::string large(3'000'000, 'x');
  const auto all =
      read_bytes(PcapWriter({.snaplen = 4'000'000}).packet("a").packet(large).packet("b").bytes());
  ASSERT_EQ(all.packets.size(), 3U);
  EXPECT_EQ(all.packets[1].data, large);
  EXPECT_EQ(all.packets[2].data, "b");
}

}  // namespace
}  // namespace tlswhy::testing
