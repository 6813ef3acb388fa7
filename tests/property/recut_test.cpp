// However the packets of a capture are cut, ordered or doubled: the same transcripts, the same
// verdicts.
#include <gtest/gtest.h>

#include "property/captures.hpp"
#include "property/recut.hpp"

namespace tlswhy::testing {
namespace {

void expect_same(const Packets& packets, const Packets& changed, const std::string& what) {
  const auto before = explain_packets(packets), after = explain_packets(changed);
  ASSERT_EQ(before.size(), after.size()) << what;
  for (std::size_t i = 0; i < before.size(); ++i) {
    EXPECT_EQ(content(before[i].transcript), content(after[i].transcript)) << what;
    EXPECT_EQ(verdict(before[i].diagnosis), verdict(after[i].diagnosis)) << what;
  }
}

void try_all(const std::vector<std::string>& files, unsigned rounds) {
  constexpr Recut ways[] = {{1, 0, 0},  {7, 0, 0},   {100, 0, 0}, {1460, 0, 0},
                            {60, 8, 0}, {60, 0, 20}, {200, 6, 20}};
  for (const std::string& file : files) {
    const Packets packets = read_path(file).packets;
    ASSERT_FALSE(packets.empty()) << file;
    for (unsigned round = 0; round < rounds; ++round) {
      for (const Recut& way : ways) {
        std::mt19937 random(round + 1);
        expect_same(packets, recut(packets, way, random),
                    file + " largest " + std::to_string(way.largest) + " window " +
                        std::to_string(way.window) + " doubled " + std::to_string(way.doubled) +
                        " seed " + std::to_string(round + 1));
      }
    }
  }
}

TEST(Recut, SamplesSayTheSame) { try_all(samples(), 3); }

TEST(Recut, LabCapturesSayTheSame) {
  const auto files = lab_captures(60);
  if (files.empty()) GTEST_SKIP() << "no lab captures at ../shared/truth/pcaps";
  try_all(files, 1);
}

// The transformation itself: it must change the packets and keep the bytes, or the property is
// empty.
TEST(Recut, ChangesPacketsAndKeepsBytes) {
  const Packets packets = read_path("samples/weak-dh.pcap").packets;
  std::mt19937 random(7);
  const Packets changed = recut(packets, {40, 6, 10}, random);
  EXPECT_GT(changed.size(), packets.size() + 20);
  EXPECT_NE(changed, packets);
  const auto seen = explain_packets(changed);
  ASSERT_EQ(seen.size(), 1U);
  EXPECT_EQ(seen[0].transcript.transport.tcp()->sides[1].bytes,
            explain_packets(packets)[0].transcript.transport.tcp()->sides[1].bytes);
  EXPECT_GT(seen[0].transcript.transport.tcp()->sides[1].retransmissions, 0U);
}

}  // namespace
}  // namespace tlswhy::testing
