#include "sources/capture/tcp/flow.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "sources/capture/testing/talk.hpp"

namespace tlswhy::testing {
namespace {

constexpr Side a = Side::initiator, b = Side::responder;

Conversation only(const std::vector<Frame>& frames) {
  Recorder got = play(frames);
  EXPECT_EQ(got.conversations.size(), 1U);
  return got.conversations.empty() ? Conversation{} : std::move(got.conversations[0]);
}

TEST(Flow, GivesBothStreamsAndWhatTcpTells) {
  Talk talk;
  talk.open().client("hello").server("world!").send(0, flag::ack).client("bye").close();
  const Conversation got = only(talk.frames);
  EXPECT_EQ(got.turns(), ">hello<world!>bye");
  const TcpFacts& facts = got.facts;
  EXPECT_EQ(to_string(facts.end(a)), "10.0.0.1:40000");
  EXPECT_EQ(to_string(facts.end(b)), "10.0.0.2:443");
  EXPECT_TRUE(facts.from_start);
  EXPECT_TRUE(facts.ended);
  EXPECT_FALSE(facts.cut_by_snaplen);
  EXPECT_EQ(facts.first_frame, 1U);
  EXPECT_EQ(facts.last_frame, 10U);
  EXPECT_EQ(facts.start.ns, talk.frames[0].ns);
  EXPECT_EQ(facts.last.ns, talk.frames[9].ns);
  EXPECT_EQ(facts.side(a).syn_frame, 1U);
  EXPECT_EQ(facts.side(a).syn_count, 1U);
  EXPECT_EQ(facts.side(b).syn_frame, 2U);
  EXPECT_EQ(facts.side(a).syn_ttl, 64);
  EXPECT_EQ(facts.side(b).syn_ttl, 128);
  EXPECT_EQ(facts.side(a).fin_frame, 8U);
  EXPECT_EQ(facts.side(b).fin_frame, 9U);
  EXPECT_EQ(facts.side(a).fin_time.ns, talk.frames[7].ns);
  EXPECT_EQ(facts.side(a).bytes, 8U);
  EXPECT_EQ(facts.side(b).bytes, 6U);
  EXPECT_EQ(facts.side(a).bytes_acked, 8U);
  EXPECT_EQ(facts.side(b).bytes_acked, 6U);
  EXPECT_EQ(facts.side(a).bytes_lost, 0U);
  EXPECT_EQ(facts.side(a).largest_segment, 5U);
  EXPECT_EQ(facts.side(a).first_data_frame, 4U);
  EXPECT_EQ(facts.side(a).last_data_frame, 7U);
  EXPECT_EQ(facts.side(a).last_data.ns, talk.frames[6].ns);
  EXPECT_EQ(facts.side(a).rst_frame, 0U);
  EXPECT_EQ(facts.side(a).retransmissions, 0U);
}

TEST(Flow, ARefusedConnectionIsAConversation) {
  Talk talk;
  talk.send(0, flag::syn, "", false).wait(1'000'000'000);
  talk.stray(0, 1000, 0, flag::syn).stray(0, 1000, 0, flag::syn);
  talk.stray(1, 0, 1001, flag::rst | flag::ack);
  const Conversation got = only(talk.frames);
  EXPECT_TRUE(got.events.empty());
  EXPECT_TRUE(got.facts.ended);
  EXPECT_EQ(got.facts.side(a).syn_count, 2U) << "the third is the second, captured twice";
  EXPECT_EQ(got.facts.side(a).last_syn.ns, talk.frames[2].ns);
  EXPECT_EQ(got.facts.side(b).rst_frame, 4U);
  EXPECT_EQ(got.facts.side(b).rst_ttl, 128);
  EXPECT_EQ(got.facts.side(a).bytes_acked, 0U);
}

// A side closed, and its FIN is not in the capture: the other side's numbers tell, or its reset's.
TEST(Flow, AFinThatIsMissingIsToldByWhatFollows) {
  const auto without = [](std::size_t frame, std::uint8_t last, bool answered) {
    Talk talk;
    talk.open().client("hello").server("world!").send(0, flag::fin | flag::ack);
    talk.send(1, flag::ack);
    if (answered) talk.server("late");
    if (last == flag::rst) talk.send(0, flag::rst);
    std::vector<Frame> frames = talk.frames;
    frames.erase(frames.begin() + static_cast<std::ptrdiff_t>(frame) - 1);
    return only(frames).facts.side(a);
  };
  EXPECT_TRUE(without(6, 0, false).fin_lost);
  EXPECT_TRUE(without(6, 0, true).fin_lost);
  EXPECT_TRUE(without(6, flag::rst, true).fin_lost);
  EXPECT_FALSE(without(7, 0, false).fin_lost);
  EXPECT_EQ(without(6, 0, true).bytes_lost, 0U);
}

TEST(Flow, WhatIsMissingBeforeAResetIsLost) {
  const auto lost = [](const std::string& last) {
    Talk talk;
    talk.open().client("hello").server("world!").server(last).send(1, flag::rst);
    std::vector<Frame> frames = talk.frames;
    frames.erase(frames.end() - 2);
    return only(frames).facts.side(b).bytes_lost;
  };
  EXPECT_EQ(lost(std::string(24, 'a')), 24U);
  EXPECT_EQ(lost(std::string(800, 'a')), 0U);  // so far away resets are made by others
}

TEST(Flow, AResetThatAnswersAnotherSynRefusesNothing) {
  Talk talk;
  talk.send(0, flag::syn, "", false);
  talk.stray(1, 0, 77'000'000, flag::rst | flag::ack).stray(1, 99, 0, flag::rst);
  EXPECT_EQ(only(talk.frames).facts.side(b).rst_frame, 0U);
}

TEST(Flow, AResetOfAnEarlierConnectionEndsNothing) {
  // Left over from before, in front of the opening; and far away from this stream.
  Talk talk(1000, 5000);
  talk.stray(1, 3'000'000'000, 0, flag::rst).open().client("hello");
  talk.stray(1, 2'000'000'000, 1'900'000'000, flag::rst | flag::ack).server("welcome");
  const Recorder got = play(talk.frames);
  ASSERT_FALSE(got.conversations.empty());
  const Conversation& last = got.conversations.back();
  EXPECT_EQ(last.turns(), ">hello<welcome");
  EXPECT_EQ(last.facts.side(b).rst_frame, 0U);
}

TEST(Flow, SequenceNumbersWrap) {
  Talk talk(0xfffffff0, 0xffffff00);
  talk.open();
  const std::string large(100'000, 'x');
  talk.client("0123456789abcdefghijklmnop", 7).server(large).client("end");
  EXPECT_EQ(only(talk.frames).turns(), ">0123456789abcdefghijklmnop<" + large + ">end");
  std::reverse(talk.frames.begin(), talk.frames.end());
  EXPECT_EQ(only(talk.frames).turns(), ">0123456789abcdefghijklmnop<" + large + ">end");
}

TEST(Flow, ACaptureMayBeginInTheMiddle) {
  Talk talk;
  talk.unseen(0, 5000).unseen(1, 0x90000000).server("reply").client("more").server("again");
  const Conversation got = only(talk.frames);
  EXPECT_EQ(got.turns(), "<reply>more<again") << "the higher port counts as initiator";
  EXPECT_EQ(to_string(got.facts.end(a)), "10.0.0.1:40000");
  EXPECT_FALSE(got.facts.from_start);
  EXPECT_FALSE(got.facts.side(a).beginning_known || got.facts.side(b).beginning_known);
  EXPECT_FALSE(got.facts.ended);
  EXPECT_EQ(got.facts.side(b).bytes_acked, 5U) << "the second reply was not acknowledged";
  EXPECT_EQ(got.facts.side(b).syn_ttl, 128);
}

TEST(Flow, TheAnswerAloneTellsWhoOpened) {
  Talk talk;
  talk.open().client("hello").server("world");
  talk.frames.erase(talk.frames.begin());
  const Conversation got = only(talk.frames);
  EXPECT_EQ(got.turns(), ">hello<world");
  EXPECT_EQ(to_string(got.facts.end(a)), "10.0.0.1:40000");
  EXPECT_TRUE(got.facts.side(a).beginning_known && got.facts.side(b).beginning_known);
  EXPECT_FALSE(got.facts.from_start);
}

TEST(Flow, TheSynMayComeLast) {
  Talk talk;
  talk.open().client("hello").server("world");
  std::rotate(talk.frames.begin(), talk.frames.begin() + 2, talk.frames.end());
  const Conversation got = only(talk.frames);
  EXPECT_EQ(got.turns(), ">hello<world");
  EXPECT_EQ(to_string(got.facts.end(a)), "10.0.0.1:40000");
  EXPECT_TRUE(got.facts.from_start);
}

TEST(Flow, DataMayRideOnSynAndFin) {
  Talk fast;
  fast.send(0, flag::syn, "early", false);
  fast.send(1, flag::syn | flag::ack).server("reply").send(0, flag::fin | flag::ack, "bye");
  const Conversation got = only(fast.frames);
  EXPECT_EQ(got.turns(), ">early<reply>bye");
  EXPECT_EQ(got.facts.side(a).bytes, 8U);
  EXPECT_EQ(got.facts.side(a).fin_frame, 4U);
}

TEST(Flow, WhatAResetCarriesIsNoData) {
  Talk talk;
  talk.open().client("hello").send(1, flag::rst | flag::ack, "go away");
  const Conversation got = only(talk.frames);
  EXPECT_EQ(got.turns(), ">hello");
  EXPECT_EQ(got.facts.side(b).rst_frame, 5U);
  EXPECT_TRUE(got.facts.ended);
}

TEST(Flow, KeepAlivesDoNotDisturb) {
  for (const bool from_start : {true, false}) {
    Talk talk;
    talk.open().client("hello").server("world").send(0, flag::ack);
    if (!from_start) talk.frames.clear();
    for (int i = 0; i < 3; ++i) {
      talk.stray(0, talk.next(0) - 1, talk.next(1), flag::ack, std::string(1, '\0'));
      talk.stray(1, talk.next(1), talk.next(0), flag::ack);
      talk.stray(1, talk.next(1) - 1, talk.next(0), flag::ack);
    }
    talk.client("more").server("again");
    const Conversation got = only(talk.frames);
    EXPECT_EQ(got.turns(), from_start ? ">hello<world>more<again" : ">more<again");
    EXPECT_EQ(got.facts.side(a).bytes_lost + got.facts.side(b).bytes_lost, 0U);
    EXPECT_EQ(got.facts.side(a).retransmissions, 0U);
  }
}

TEST(Flow, WhatTheSnapshotLengthCutIsAGap) {
  Talk talk;
  talk.open().client("hello world").client("again").server("reply");
  Frame& cut = talk.frames[3];
  cut.original_length = static_cast<std::uint32_t>(cut.data.size());
  cut.data.resize(cut.data.size() - 6);
  for (int round = 0; round < 2; ++round) {
    const Conversation got = only(talk.frames);
    EXPECT_EQ(got.turns(), ">hello[6]again<reply");
    EXPECT_TRUE(got.facts.cut_by_snaplen);
    EXPECT_EQ(got.facts.side(a).bytes_lost, 6U);
    EXPECT_EQ(got.facts.side(a).largest_segment, 11U);
    std::swap(talk.frames[3], talk.frames[4]);
  }
}

TEST(Flow, WhatIsLostIsAGapInItsPlace) {
  Talk talk;
  talk.open().client("hello").client("LOST").client("more").server("reply").client("bye");
  talk.frames.erase(talk.frames.begin() + 4);
  const Conversation got = only(talk.frames);
  EXPECT_EQ(got.turns(), ">hello[4]more<reply>bye");
  EXPECT_EQ(got.facts.side(a).bytes_lost, 4U);
  EXPECT_EQ(got.facts.side(a).bytes_acked, 13U);
}

TEST(Flow, AWholeLostMessageIsAGapBeforeItsReply) {
  Talk talk;
  talk.open().client("LOST").server("reply").client("bye");
  talk.frames.erase(talk.frames.begin() + 3);
  EXPECT_EQ(only(talk.frames).turns(), ">[4]<reply>bye");
}

TEST(Flow, WhatWasAcknowledgedAtTheEndButNeverSeenIsAGap) {
  Talk talk;
  talk.open().client("hello").server("reply").client("ALERT").send(1, flag::ack);
  talk.frames.erase(talk.frames.begin() + 5);
  const Conversation got = only(talk.frames);
  EXPECT_EQ(got.turns(), ">hello<reply>[5]");
  EXPECT_EQ(got.facts.side(a).bytes_lost, 5U);
}

TEST(Flow, ALostFinIsNoLostByte) {
  Talk talk;
  talk.open().client("hello").send(0, flag::fin | flag::ack).server("late").send(0, flag::ack);
  talk.frames.erase(talk.frames.begin() + 4);
  const Conversation got = only(talk.frames);
  EXPECT_EQ(got.facts.side(a).bytes_lost, 0U);
  EXPECT_EQ(got.facts.side(a).bytes_acked, 5U);
  EXPECT_EQ(got.turns(), ">hello<late");
}

TEST(Flow, OneDirectionIsEnough) {
  Talk talk;
  talk.open().client("hello").server("reply").client("more").server("again").close();
  for (const bool with_syn : {true, false}) {
    std::vector<Frame> half;
    for (std::size_t i = with_syn ? 0 : 3; i < talk.frames.size(); ++i) {
      if (talk.frames[i].data[29] == 2) half.push_back(talk.frames[i]);  // from the server
    }
    const Conversation got = only(half);
    EXPECT_EQ(got.stream(b), "replyagain");
    EXPECT_EQ(got.turns(), with_syn ? ">[5]<reply>[4]<again" : "<reply>[4]<again");
    EXPECT_TRUE(got.facts.ended);
  }
}

TEST(Flow, OneDirectionOfALongTransferIsNotHeld) {
  Talk talk;
  talk.open().client("get").server(std::string(2'000'000, 'x'));
  std::erase_if(talk.frames, [](const Frame& frame) { return frame.data[29] == 1; });
  const Conversation got = only(talk.frames);
  EXPECT_EQ(got.facts.side(b).bytes, 2'000'000U);
  EXPECT_LT(got.events[0].frame, 400U);
}

TEST(Flow, WaitsForAHoleOnlySoLong) {
  Talk talk;
  talk.open().client("LOST").server(std::string(1'000'000, 'x'), 1000);
  talk.frames.erase(talk.frames.begin() + 3);
  Recorder recorder;
  CaptureSource source(recorder);
  const auto count = static_cast<std::uint32_t>(talk.frames.size());
  for (std::uint32_t i = 0; i < count; ++i) source.packet(talk.frames[i].packet(i + 1));
  source.finish();
  const Conversation& got = recorder.conversations.at(0);
  EXPECT_EQ(got.turns(), ">[4]<" + std::string(1'000'000, 'x'));
}

TEST(Flow, AnotherInitialNumberIsAnotherConnection) {
  Talk first(1000, 5000), second(900'000, 70'000);
  first.open().client("one").server("first");
  second.open().client("two").server("second");
  std::vector<Frame> frames = first.frames;
  frames.insert(frames.end(), second.frames.begin(), second.frames.end());
  const Recorder got = play(frames);
  ASSERT_EQ(got.conversations.size(), 2U);
  EXPECT_EQ(got.conversations[0].turns(), ">one<first");
  EXPECT_EQ(got.conversations[1].turns(), ">two<second");
  EXPECT_EQ(got.conversations[1].facts.first_frame, 6U);
}

TEST(Flow, NumbersThatAFirewallRewroteAreNotOfThisConversation) {
  Talk inside(1000, 5000), outside(0x70000000, 0x90000000);
  for (Talk* talk : {&inside, &outside}) talk->open().client("hello").server("reply").close();
  std::vector<Frame> frames;
  for (std::size_t i = 0; i < inside.frames.size(); ++i) {
    frames.push_back(inside.frames[i]);
    if (i > 0) frames.push_back(outside.frames[i]);  // its SYN came by another way
  }
  EXPECT_EQ(only(frames).turns(), ">hello<reply");
}

TEST(Flow, OverlapsKeepTheFirstBytes) {
  Talk talk;
  talk.open().client("hello ");
  talk.stray(0, talk.next(0) + 6, talk.next(1), flag::ack, "there");
  talk.stray(0, talk.next(0) - 2, talk.next(1), flag::ack, "xxfriendXXXXX!");
  const Conversation got = only(talk.frames);
  EXPECT_EQ(got.stream(a), "hello friendthere!");
  EXPECT_EQ(got.facts.side(a).retransmissions, 0U) << "it brought new bytes";
}

TEST(Flow, CountsRetransmissions) {
  Talk talk;
  talk.open().client("hello").stray(0, 1001, 5001, flag::ack, "hello").server("x");
  talk.stray(0, 1001, 5001, flag::ack, "hel");
  const Conversation got = only(talk.frames);
  EXPECT_EQ(got.facts.side(a).retransmissions, 2U);
  EXPECT_EQ(got.facts.side(a).last_data_frame, 4U);
}

TEST(Flow, TwoThatWaitForEachOtherAreReleased) {
  Talk talk;
  talk.open();
  talk.stray(0, 1001, 5001 + 5, flag::ack, "hello").stray(1, 5001, 1001 + 5, flag::ack, "reply");
  EXPECT_EQ(only(talk.frames).turns(), ">hello<reply");
  Talk holes;
  holes.open();
  holes.stray(0, 1005, 5001 + 9, flag::ack, "hello").stray(1, 5005, 1001 + 9, flag::ack, "reply");
  const Conversation got = only(holes.frames);
  EXPECT_EQ(got.stream(a), "[4]hello");
  EXPECT_EQ(got.stream(b), "[4]reply");
}

TEST(Flow, PacketsWithoutDataOrSynMakeNoConversation) {
  Talk talk;
  talk.send(0, flag::ack).send(1, flag::fin | flag::ack).reset(0);
  EXPECT_EQ(play(talk.frames).opened, 0U);
}

}  // namespace
}  // namespace tlswhy::testing
