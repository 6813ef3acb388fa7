#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "sources/capture/ip/fragments.hpp"
#include "sources/capture/ip/icmp.hpp"
#include "sources/capture/testing/talk.hpp"

namespace tlswhy::testing {
namespace {

std::string stream_of(const std::vector<std::string>& packets) {
  std::vector<Frame> frames;
  for (const auto& packet : packets) frames.push_back({packet, 0, 1, 101});
  const Recorder got = play(frames);
  return got.conversations.empty() ? "none" : got.conversations[0].stream(Side::initiator);
}

TEST(Ip, PaddingIsNoData) {
  const std::string packet = ip4({}, tcp({.data = "hello"}));
  EXPECT_EQ(stream_of({packet + std::string(9, '\0')}), "hello");
  EXPECT_EQ(stream_of({ip6({}, tcp({.data = "hello"})) + "pad"}), "hello");
}

TEST(Ip, LengthZeroIsSegmentationByTheNetworkCard) {
  const std::string data(3000, 'x');
  EXPECT_EQ(stream_of({ip4({.length = 0}, tcp({.data = data}))}), data);
  EXPECT_EQ(stream_of({ip6({.length = 0}, tcp({.data = data}))}), data);
}

TEST(Ip, ALengthThatIsLargerThanTheFrameGivesWhatTheFrameHad) {
  EXPECT_EQ(stream_of({ip4({.length = 1500}, tcp({.data = "hello"}))}), "hello");
}

std::vector<std::string> fragments4(const std::string& payload, std::size_t size) {
  std::vector<std::string> out;
  for (std::size_t at = 0; at < payload.size(); at += size) {
    const bool more = at + size < payload.size();
    out.push_back(
        ip4({.id = 77, .fragment = static_cast<std::uint16_t>((more ? 0x2000 : 0) | at / 8)},
            payload.substr(at, size)));
  }
  return out;
}

std::vector<std::string> fragments6(const std::string& payload, std::size_t size) {
  std::vector<std::string> out;
  for (std::size_t at = 0; at < payload.size(); at += size) {
    const bool more = at + size < payload.size();
    const std::string header = network().u8(6).u8(0).u16(at | (more ? 1 : 0)).u32(99).bytes();
    out.push_back(ip6({.protocol = 44}, header + payload.substr(at, size)));
  }
  return out;
}

TEST(Ip, FragmentsComeTogetherInAnyOrder) {
  std::string data;
  for (int i = 0; i < 997; ++i) data += static_cast<char>(i % 251);
  std::mt19937 random(7);
  for (const bool v6 : {false, true}) {
    const std::string payload = tcp({.data = data});
    auto pieces = v6 ? fragments6(payload, 64) : fragments4(payload, 64);
    for (int round = 0; round < 20; ++round) {
      EXPECT_EQ(stream_of(pieces), data);
      auto twice = pieces;
      twice.insert(twice.begin() + 3, twice[5]);
      EXPECT_EQ(stream_of(twice), data);
      std::shuffle(pieces.begin(), pieces.end(), random);
    }
    pieces.pop_back();
    EXPECT_EQ(stream_of(pieces), "none");
  }
}

TEST(Ip, FragmentTableIsBounded) {
  FragmentTable table;
  for (std::uint32_t i = 0; i < 1000; ++i) {
    const FragmentKey key{.identification = i, .protocol = 6};
    EXPECT_TRUE(table.add(key, {0, true, as_bytes("12345678")}).empty());
  }
  EXPECT_LE(table.waiting(), 256U);
  EXPECT_TRUE(table.add({}, {65528, false, as_bytes("0123456789")}).empty()) << "beyond 64 KiB";
}

TEST(Ip, OverlappingFragmentsKeepTheFirstBytes) {
  FragmentTable table;
  EXPECT_TRUE(table.add({}, {8, false, as_bytes("SECOND!!")}).empty());
  EXPECT_EQ(as_text(table.add({}, {0, true, as_bytes("first...overlaps")})), "first...SECOND!!");
}

TEST(Ip, ExtensionHeadersArePassedOver) {
  const std::string headers = network()
                                  .u8(43)
                                  .u8(0)
                                  .u16(0)
                                  .u32(0)
                                  .u8(60)
                                  .u8(1)
                                  .u64(0)
                                  .u32(0)
                                  .u16(0)
                                  .u8(6)
                                  .u8(0)
                                  .u16(0)
                                  .u32(0)
                                  .bytes();
  EXPECT_EQ(stream_of({ip6({.protocol = 0}, headers + tcp({.data = "hello"}))}), "hello");
  const std::string atomic = network().u8(6).u8(0).u16(0).u32(5).bytes();
  EXPECT_EQ(stream_of({ip6({.protocol = 44}, atomic + tcp({.data = "hello"}))}), "hello");
}

TEST(Icmp, ErrorsBelongToTheConversationTheyQuote) {
  Talk talk;
  talk.send(0, flag::syn, "", false);
  const std::string quoted = talk.frames[0].data.substr(14, 28);
  const std::string error = network().u8(3).u8(13).u16(0).u32(0).text(quoted).bytes();
  talk.frames.push_back({ethernet(0x0800, ip4({.protocol = 1, .from = 0x7f000001}, error)), 0, 9});
  CaptureCounts counts;
  const Recorder got = play(talk.frames, &counts);
  ASSERT_EQ(got.conversations.size(), 1U);
  EXPECT_EQ(got.conversations[0].facts.icmp_frame, 2U);
  EXPECT_EQ(got.conversations[0].facts.icmp_type, 3);
  EXPECT_EQ(got.conversations[0].facts.icmp_code, 13);
  EXPECT_FALSE(got.conversations[0].facts.icmp_v6);
  EXPECT_EQ(counts.icmp, 1U);
}

TEST(Icmp, ReadsIcmpV6AndPassesOverTheRest) {
  const std::string quoted = ip6({}, tcp({.from = 1, .to = 2}));
  const auto error =
      parse_icmp_error(as_bytes(network().u8(1).u8(4).u16(0).u32(0).text(quoted).bytes()), true);
  ASSERT_TRUE(error);
  EXPECT_EQ(to_string(error->source), "[fd00::a00:1]:1");
  EXPECT_EQ(to_string(error->destination), "[fd00::a00:2]:2");
  const std::string echo = network().u8(8).u8(0).u16(0).u32(0).text(ip4({}, tcp({}))).bytes();
  EXPECT_FALSE(parse_icmp_error(as_bytes(echo), false));
  const std::string of_udp =
      network().u8(3).u8(3).u16(0).u32(0).text(ip4({.protocol = 17}, udp(1, 2, "x"))).bytes();
  EXPECT_FALSE(parse_icmp_error(as_bytes(of_udp), false));
}

}  // namespace
}  // namespace tlswhy::testing
