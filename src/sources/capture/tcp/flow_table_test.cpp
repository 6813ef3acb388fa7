#include "sources/capture/tcp/flow_table.hpp"

#include <gtest/gtest.h>

#include "sources/capture/decoder.hpp"
#include "sources/capture/testing/talk.hpp"

namespace tlswhy::testing {
namespace {

// A table with limits of its own, fed with frames.
class Fed {
 public:
  explicit Fed(const ReassemblyLimits& limits) : table(recorder, limits) {}
  void feed(const std::vector<Frame>& frames) {
    for (const Frame& frame : frames) {
      const Packet packet = frame.packet(++number_);
      const Decoded decoded = decoder_.decode(packet);
      table.add(decoded, *parse_segment(decoded, {packet.frame, packet.time}));
    }
  }
  Recorder recorder;
  FlowTable table;

 private:
  Decoder decoder_;
  std::uint32_t number_ = 0;
};

TEST(FlowTable, AClosedConversationStaysForLatePackets) {
  Fed fed({.linger_packets = 10});
  Talk talk;
  talk.open().client("hello").close().server("late");
  fed.feed(talk.frames);
  EXPECT_TRUE(fed.recorder.conversations.empty());
  Talk other(1, 2, 50000);
  other.wait(5'000'000'000).open();
  fed.feed(other.frames);
  EXPECT_TRUE(fed.recorder.conversations.empty()) << "time alone does not end it";
  other.frames.clear();
  other.client(std::string(20, 'x'), 1).wait(2'000'000'000).client(std::string(20, 'x'), 1);
  fed.feed(other.frames);
  ASSERT_EQ(fed.recorder.conversations.size(), 1U);
  EXPECT_EQ(fed.recorder.conversations[0].turns(), ">hello<[1]late");
}

TEST(FlowTable, AResetThatNobodyHeedsEndsNothing) {
  Fed fed({.linger_ns = 1, .linger_packets = 3});
  Talk talk;
  talk.open().client("hello").stray(1, 1, 0, flag::rst);
  fed.feed(talk.server(std::string(100, 'x'), 1).frames);
  EXPECT_TRUE(fed.recorder.conversations.empty());
  fed.table.finish();
  ASSERT_EQ(fed.recorder.conversations.size(), 1U);
  EXPECT_EQ(fed.recorder.conversations[0].facts.side(Side::responder).bytes, 100U);
}

TEST(FlowTable, TooManyThatLingerAreEnded) {
  Fed fed({.lingering = 5});
  for (std::uint16_t port = 1000; port < 1100; ++port) {
    fed.feed(Talk(1, 2, port).open().client("hello").close().frames);
  }
  EXPECT_LE(fed.table.open_flows(), 6U);
  EXPECT_GE(fed.recorder.conversations.size(), 94U);
}

TEST(FlowTable, EndsTheLeastActiveWhenThereAreTooMany) {
  Fed fed({.flows = 10});
  for (std::uint16_t port = 1000; port < 1030; ++port) {
    fed.feed(Talk(1, 2, port).open().client("hello").frames);
  }
  EXPECT_EQ(fed.table.open_flows(), 10U);
  ASSERT_EQ(fed.recorder.conversations.size(), 20U);
  EXPECT_EQ(fed.recorder.conversations[0].facts.end(Side::initiator).port, 1000);
  EXPECT_FALSE(fed.recorder.conversations[0].facts.ended);
  fed.table.finish();
  EXPECT_EQ(fed.recorder.conversations.size(), 30U);
  EXPECT_EQ(fed.table.conversations(), 30U);
  EXPECT_EQ(fed.recorder.conversations[29].facts.end(Side::initiator).port, 1029);
}

TEST(FlowTable, HoldsSoMuchInAllAndLosesNothingOfIt) {
  Fed fed({.held_in_all = 100'000});
  for (std::uint16_t port = 1000; port < 1100; ++port) {
    Talk talk(1, 2, port);
    talk.open().client("LOST").client(std::string(5000, 'x'), 500);
    talk.frames.erase(talk.frames.begin() + 3);
    fed.feed(talk.frames);
    EXPECT_LE(fed.table.held(), 100'000U);
  }
  fed.table.finish();
  ASSERT_EQ(fed.recorder.conversations.size(), 100U);
  for (const Conversation& got : fed.recorder.conversations) {
    EXPECT_EQ(got.stream(Side::initiator), "[4]" + std::string(5000, 'x'));
  }
}

TEST(FlowTable, TinySegmentsCostWhatTheyTake) {
  Fed fed({.held_per_side = 64'000});
  Talk talk;
  talk.open().client("LOST").client(std::string(50'000, 'x'), 1);
  talk.frames.erase(talk.frames.begin() + 3);
  fed.feed(talk.frames);
  EXPECT_LE(fed.table.held(), 64'000U);
  fed.table.finish();
  EXPECT_EQ(fed.recorder.conversations.at(0).facts.side(Side::initiator).bytes, 50'000U);
}

}  // namespace
}  // namespace tlswhy::testing
