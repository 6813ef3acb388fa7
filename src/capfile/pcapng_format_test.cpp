#include "capfile/pcapng_format.hpp"

#include <gtest/gtest.h>

#include "capfile/testing/read_all.hpp"

namespace tlswhy::testing {
namespace {

TEST(PcapngFormat, ReadsAllBlocksThatCarryPackets) {
  for (const bool little : {false, true}) {
    PcapngWriter writer;
    writer.section(little).interface(1).interface(113, 6);
    const auto all = read_bytes(writer.enhanced("enhanced", 1, 0x1'0000'0002)
                                    .old("old one", 0, 7'000'000)
                                    .simple("simple")
                                    .bytes());
    ASSERT_EQ(all.packets.size(), 3U) << all.error;
    EXPECT_EQ(all.packets[0].data, "enhanced");
    EXPECT_EQ(all.packets[0].link_type, 113);
    EXPECT_EQ(all.packets[0].interface, 1U);
    EXPECT_EQ(all.packets[0].ns, 0x1'0000'0002 * 1000);
    EXPECT_EQ(all.packets[1].data, "old one");
    EXPECT_EQ(all.packets[1].link_type, 1);
    EXPECT_EQ(all.packets[1].ns, 7'000'000'000);
    EXPECT_EQ(all.packets[2].data, "simple");
    EXPECT_EQ(all.packets[2].ns, 7'000'000'000) << "has no time of its own";
    EXPECT_EQ(all.packets[2].frame, 3U);
    EXPECT_FALSE(all.truncated);
  }
}

TEST(PcapngFormat, SimplePacketsEndAtTheSnapshotLength) {
  const auto all =
      read_bytes(PcapngWriter().section().interface(1, 5).simple("cut here", 80).bytes());
  ASSERT_EQ(all.packets.size(), 1U);
  EXPECT_EQ(all.packets[0].data, "cut h");
  EXPECT_EQ(all.packets[0].original_length, 80U);
}

TEST(PcapngFormat, SectionsHaveTheirOwnByteOrderAndInterfaces) {
  PcapngWriter writer;
  writer.section(true).interface(1).enhanced("a").section(false).interface(101).enhanced("b");
  const auto all = read_bytes(writer.section(true).interface(0).enhanced("c").bytes());
  ASSERT_EQ(all.packets.size(), 3U);
  EXPECT_EQ(all.packets[0].link_type, 1);
  EXPECT_EQ(all.packets[1].link_type, 101);
  EXPECT_EQ(all.packets[2].link_type, 0);
  EXPECT_EQ(all.info.sections, 3U);
  EXPECT_EQ(all.info.interfaces, 3U);
}

std::int64_t time_with(std::string_view resolution, std::uint64_t ticks, std::int64_t offset = 0) {
  PcapngWriter writer;
  writer.section();
  std::string options = writer.option(9, resolution);
  options += writer.option(14, ByteWriter().u64(static_cast<std::uint64_t>(offset)).bytes());
  const auto all = read_bytes(writer.interface(1, 0, options).enhanced("x", 0, ticks).bytes());
  return all.packets.empty() ? -1 : all.packets[0].ns;
}

TEST(PcapngFormat, CountsTimeInWhatTheInterfaceSays) {
  EXPECT_EQ(time_with("\x09", 1'500'000'000'000'000'007), 1'500'000'000'000'000'007);
  EXPECT_EQ(time_with("\x03", 1'500'000'000'001), 1'500'000'000'001'000'000);
  EXPECT_EQ(time_with(std::string_view("\0", 1), 1'500'000'000), 1'500'000'000'000'000'000);
  EXPECT_EQ(time_with("\x0c", 3'000'000'000'042), 3'000'000'000) << "picoseconds";
  EXPECT_EQ(time_with("\x94", 3 << 20 | 1 << 19), 3'500'000'000) << "2^-20 s";
  EXPECT_EQ(time_with("\xbf", std::uint64_t{1} << 63), 1'000'000'000) << "2^-63 s";
  EXPECT_EQ(time_with("\x06", 5'000'000, 1'600'000'000), 1'600'000'005'000'000'000);
  EXPECT_EQ(time_with("\x06", 5'000'000, -2), 3'000'000'000);
  EXPECT_EQ(time_with("\xff", 77), 0) << "too fine to be";
  EXPECT_GT(time_with(std::string_view("\0", 1), ~std::uint64_t{0}), 0) << "does not wrap";
}

TEST(PcapngFormat, PassesOverBlocksThatCarryNoPackets) {
  PcapngWriter writer;
  writer.section().interface().block(4, std::string(16, 'n')).block(10, std::string(8, 's'));
  writer.enhanced("a").block(0x0bad, std::string(2'000'000, 'x')).block(5, "stat").enhanced("b");
  const auto all = read_bytes(writer.bytes());
  ASSERT_EQ(all.packets.size(), 2U);
  EXPECT_EQ(all.packets[1].data, "b");
  EXPECT_EQ(all.packets[1].frame, 2U);
  EXPECT_EQ(all.info.name_blocks, 1U);
  EXPECT_EQ(all.info.secrets_blocks, 1U);
}

TEST(PcapngFormat, NumbersFramesAsWireshark) {
  PcapngWriter writer;
  writer.section().interface().enhanced("a").block(9, "journal.").enhanced("b");
  const auto all = read_bytes(writer.bytes());
  ASSERT_EQ(all.packets.size(), 2U);
  EXPECT_EQ(all.packets[1].frame, 3U);
}

TEST(PcapngFormat, KeepsCommentsAndTakesFrameCheckSequencesOff) {
  PcapngWriter writer;
  writer.section();
  writer.interface(1, 0, writer.option(1, "on the wall port") + writer.option(13, "\x04"));
  writer.enhanced("payloadFCS!", 0, 1, writer.option(2, "flag") + writer.option(1, "look here"));
  const auto all = read_bytes(writer.enhanced("nextFCS!").bytes());
  ASSERT_EQ(all.packets.size(), 2U);
  EXPECT_EQ(all.packets[0].data, "payload");
  EXPECT_EQ(all.packets[0].comment, "look here");
  EXPECT_EQ(all.packets[1].comment, "");
  EXPECT_EQ(all.info.comments, std::vector<std::string>{"on the wall port"});
}

struct Damage {
  std::string_view note;
  std::string block;
};

TEST(PcapngFormat, StopsWhereItIsDamaged) {
  const ByteWriter w;
  const std::string no_interface = PcapngWriter().enhanced("x", 7).bytes();
  const std::vector<Damage> damages{
      {"a block of 13 bytes cannot be", ByteWriter().u32(6).u32(13).text("12345").bytes()},
      {"a block of 4 bytes cannot be", ByteWriter().u32(6).u32(4).u32(4).bytes()},
      {"a block of 4294967292 bytes cannot be", ByteWriter().u32(6).u32(0xfffffffc).u64(0).bytes()},
      {"the capture ends inside a block", ByteWriter().u32(99).u32(0xfffffffc).u64(0).bytes()},
      {"a block whose two lengths differ", ByteWriter().u32(99).u32(16).u32(0).u32(12).bytes()},
      {"a block whose two lengths differ", ByteWriter().u32(3).u32(16).u32(0).u32(12).bytes()},
      {"a packet of an interface that was not described", no_interface},
      {"a packet that is longer than its block",
       PcapngWriter().block(6, w.bytes() + std::string(20, '\x11')).bytes()},
      {"a section header without a byte-order magic",
       ByteWriter().u32(0x0a0d0d0a).u32(28).u32(0).bytes()},
  };
  for (const Damage& damage : damages) {
    const auto all =
        read_bytes(PcapngWriter().section().interface().enhanced("good").bytes() + damage.block);
    EXPECT_EQ(all.packets.size(), 1U) << damage.note;
    ASSERT_EQ(all.notes.size(), 1U) << damage.note;
    EXPECT_EQ(all.notes[0].what, damage.note);
    EXPECT_TRUE(all.truncated);
  }
}

TEST(PcapngFormat, GivesThePacketsBeforeTheCutWhereverItIs) {
  PcapngWriter writer;
  writer.section().interface();
  std::vector<std::size_t> ends;
  for (const char* data : {"one", "two2", ""}) {
    writer.enhanced(data);
    ends.push_back(writer.bytes().size());
  }
  const std::string bytes = writer.bytes();
  const auto whole = read_bytes(bytes).packets;
  ASSERT_EQ(whole.size(), 3U);
  for (std::size_t length = 0; length < bytes.size(); ++length) {
    const auto all = read_bytes(bytes.substr(0, length));
    const auto expected = static_cast<std::size_t>(
        std::count_if(ends.begin(), ends.end(), [&](std::size_t end) { return end <= length; }));
    ASSERT_EQ(all.packets.size(), expected) << length;
    EXPECT_TRUE(std::equal(all.packets.begin(), all.packets.end(), whole.begin())) << length;
  }
}

}  // namespace
}  // namespace tlswhy::testing
