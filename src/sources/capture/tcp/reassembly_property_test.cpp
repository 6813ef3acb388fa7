// However a conversation is cut into segments, and in whatever order and how often they come, the
// consumer gets the same two streams in the same turns.
#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "sources/capture/testing/talk.hpp"

namespace tlswhy::testing {
namespace {

using Random = std::mt19937;

std::size_t below(Random& random, std::size_t limit) {
  return std::uniform_int_distribution<std::size_t>(0, limit - 1)(random);
}

struct Script {
  std::vector<std::string> turns;  // the client's first
  [[nodiscard]] std::string expected() const {
    std::string out;
    for (std::size_t i = 0; i < turns.size(); ++i) out += (i % 2 == 0 ? ">" : "<") + turns[i];
    return out;
  }
};

Script some_script(Random& random) {
  Script script;
  const std::size_t turns = 2 + below(random, 7);
  for (std::size_t i = 0; i < turns; ++i) {
    std::string turn(1 + below(random, i == 1 ? 6000 : 700), ' ');
    for (char& c : turn) c = static_cast<char>('a' + below(random, 26));
    script.turns.push_back(std::move(turn));
  }
  return script;
}

Talk play_script(const Script& script, Random& random, std::size_t cut) {
  Talk talk(static_cast<std::uint32_t>(random()), static_cast<std::uint32_t>(random()));
  talk.open();
  for (std::size_t i = 0; i < script.turns.size(); ++i) {
    if (i % 2 == 0) {
      talk.client(script.turns[i], cut);
    } else {
      talk.server(script.turns[i], cut);
    }
    if (below(random, 2) == 0) talk.send(1 - i % 2, flag::ack);
  }
  if (below(random, 2) == 0) talk.close();
  return talk;
}

void expect_script(const Script& script, const std::vector<Frame>& frames, const char* what,
                   unsigned seed) {
  const Recorder got = play(frames);
  ASSERT_EQ(got.conversations.size(), 1U) << what << " seed " << seed;
  EXPECT_EQ(got.conversations[0].turns(), script.expected()) << what << " seed " << seed;
  EXPECT_EQ(got.conversations[0].facts.side(Side::initiator).bytes_lost, 0U);
  EXPECT_EQ(got.conversations[0].facts.side(Side::responder).bytes_lost, 0U);
}

TEST(Reassembly, CutsDoNotMatter) {
  for (unsigned seed = 0; seed < 60; ++seed) {
    Random random(seed);
    const Script script = some_script(random);
    for (const std::size_t cut : {std::size_t{1}, std::size_t{40}, std::size_t{536}}) {
      expect_script(script, play_script(script, random, cut).frames, "cut", seed);
    }
  }
}

TEST(Reassembly, OrderDoesNotMatter) {
  for (unsigned seed = 0; seed < 400; ++seed) {
    Random random(seed);
    const Script script = some_script(random);
    Talk talk = play_script(script, random, 1 + below(random, 300));
    std::shuffle(talk.frames.begin(), talk.frames.end(), random);
    expect_script(script, talk.frames, "shuffled", seed);
  }
}

TEST(Reassembly, OrderDoesNotMatterWithoutTheOpening) {
  for (unsigned seed = 0; seed < 200; ++seed) {
    Random random(seed);
    const Script script = some_script(random);
    Talk talk = play_script(script, random, 1 + below(random, 300));
    const bool answer_too = below(random, 2) == 0;
    talk.frames.erase(talk.frames.begin(), talk.frames.begin() + (answer_too ? 2 : 1));
    std::shuffle(talk.frames.begin(), talk.frames.end(), random);
    expect_script(script, talk.frames, "mid-stream", seed);
  }
}

TEST(Reassembly, RepetitionDoesNotMatter) {
  for (unsigned seed = 0; seed < 200; ++seed) {
    Random random(seed);
    const Script script = some_script(random);
    Talk talk = play_script(script, random, 1 + below(random, 300));
    const std::size_t count = talk.frames.size();
    for (std::size_t i = 0; i < count / 2; ++i) {
      talk.frames.push_back(talk.frames[below(random, count)]);
    }
    std::shuffle(talk.frames.begin(), talk.frames.end(), random);
    expect_script(script, talk.frames, "repeated", seed);
  }
}

// Segments that overlap in any way still give the same bytes, if not the same turns.
TEST(Reassembly, OverlapsDoNotMatter) {
  for (unsigned seed = 0; seed < 200; ++seed) {
    Random random(seed);
    std::string data(3000, ' ');
    for (char& c : data) c = static_cast<char>('a' + below(random, 26));
    Talk talk(static_cast<std::uint32_t>(0) - 1500);
    talk.open();
    const std::uint32_t start = talk.next(0), ack = talk.next(1);
    for (std::size_t at = 0; at < data.size(); at += 50) {
      const std::size_t from = at - std::min(at, below(random, 120));
      const std::string part = data.substr(from, at + 50 - from + below(random, 120));
      talk.stray(0, start + static_cast<std::uint32_t>(from), ack, flag::ack, part);
    }
    std::shuffle(talk.frames.begin(), talk.frames.end(), random);
    const Recorder got = play(talk.frames);
    ASSERT_EQ(got.conversations.size(), 1U);
    EXPECT_EQ(got.conversations[0].stream(Side::initiator), data) << "seed " << seed;
  }
}

// What is lost is lost, but nothing else is, and everything stands where it was.
TEST(Reassembly, LossTakesOnlyWhatIsLost) {
  for (unsigned seed = 0; seed < 200; ++seed) {
    Random random(seed);
    const Script script = some_script(random);
    Talk talk = play_script(script, random, 1 + below(random, 300));
    for (int i = 0; i < 3; ++i) {
      talk.frames.erase(talk.frames.begin() +
                        static_cast<std::ptrdiff_t>(3 + below(random, talk.frames.size() - 3)));
    }
    std::shuffle(talk.frames.begin() + 3, talk.frames.end(), random);
    const Recorder got = play(talk.frames);
    ASSERT_EQ(got.conversations.size(), 1U);
    for (const Side side : {Side::initiator, Side::responder}) {
      std::string whole;
      for (std::size_t i = index(side); i < script.turns.size(); i += 2) whole += script.turns[i];
      std::size_t at = 0;
      for (const Event& event : got.conversations[0].events) {
        if (event.from != side) continue;
        if (event.gap == 0) {
          EXPECT_EQ(whole.substr(at, event.data.size()), event.data);
        }
        at += event.gap > 0 ? event.gap : event.data.size();
      }
      const TcpSide& facts = got.conversations[0].facts.side(side);
      EXPECT_EQ(at, facts.bytes + facts.bytes_lost);
      EXPECT_LE(at, whole.size() + 1) << "seed " << seed;
    }
  }
}

}  // namespace
}  // namespace tlswhy::testing
