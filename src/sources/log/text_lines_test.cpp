#include "sources/log/text_lines.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace tlswhy {
namespace {

std::vector<std::string> lines_of(std::string_view text) {
  MemoryStream stream(as_bytes(text));
  TextLines lines(stream);
  std::vector<std::string> out;
  std::string_view line;
  while (lines.next(line)) out.emplace_back(line);
  return out;
}

std::string utf16(std::string_view text, bool little, bool mark) {
  std::string out;
  const auto add = [&](char high, char low) {
    out += little ? low : high;
    out += little ? high : low;
  };
  if (mark) add('\xfe', '\xff');
  for (const char c : text) add('\0', c);
  return out;
}

TEST(TextLines, EndWithAnyOfTheEndsOfLines) {
  const std::vector<std::string> want = {"one", "two", "", "four"};
  EXPECT_EQ(lines_of("one\ntwo\n\nfour\n"), want);
  EXPECT_EQ(lines_of("one\r\ntwo\r\n\r\nfour"), want);
  EXPECT_EQ(lines_of("one\rtwo\r\rfour"), want);
}

TEST(TextLines, AreReadFromUtf16WithAndWithoutItsMark) {
  const std::vector<std::string> want = {"handshake failed", "twice"};
  for (const bool little : {true, false}) {
    for (const bool mark : {true, false})
      EXPECT_EQ(lines_of(utf16("handshake failed\r\ntwice", little, mark)), want);
  }
}

TEST(TextLines, PutSurrogatePairsTogether) {
  // U+1F512 is D83D DD12 (RFC 2781 section 2.1).
  EXPECT_EQ(lines_of(std::string("\xff\xfe\x3d\xd8\x12\xdd", 6)),
            std::vector<std::string>{"\xf0\x9f\x94\x92"});
}

TEST(TextLines, LongerThanTheBoundComeInPiecesOfOneNumber) {
  const std::string text = std::string(TextLines::longest + 10, 'a') + "\nb";
  MemoryStream stream(as_bytes(text));
  TextLines lines(stream);
  std::string_view line;
  ASSERT_TRUE(lines.next(line));
  EXPECT_EQ(line.size(), TextLines::longest);
  ASSERT_TRUE(lines.next(line));
  EXPECT_EQ(line.size(), 10U);
  EXPECT_EQ(lines.number(), 1U);
  ASSERT_TRUE(lines.next(line));
  EXPECT_EQ(lines.number(), 2U);
  EXPECT_FALSE(lines.next(line));
}

}  // namespace
}  // namespace tlswhy
