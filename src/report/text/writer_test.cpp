#include "report/text/writer.hpp"

#include <gtest/gtest.h>

#include <random>
#include <sstream>

namespace tlswhy::text {
namespace {

std::vector<std::string> lines_of(const Writer& writer) {
  std::vector<std::string> out;
  std::istringstream in(writer.result());
  for (std::string line; std::getline(in, line);) out.push_back(line);
  return out;
}

TEST(Writer, NoLineIsWiderThan80UnlessAWordIs) {
  std::mt19937 random(1);
  for (int round = 0; round < 300; ++round) {
    std::string text;
    for (auto words = 1 + random() % 40; words > 0; --words) {
      text += std::string(1 + random() % 60, 'w') + (words > 1 ? " " : "");
    }
    const std::string right = random() % 2 == 0 ? "" : std::string(1 + random() % 20, 'r');
    Writer writer(false);
    writer.line("LABEL", text, right);
    for (const std::string& line : lines_of(writer)) {
      EXPECT_LE(line.size(), 80U) << line;
      EXPECT_FALSE(line.ends_with(' '));
    }
  }
}

TEST(Writer, AWordThatFitsNowhereStandsAlone) {
  Writer writer(false);
  writer.line("WHY", "before " + std::string(100, 'x') + " behind");
  const auto lines = lines_of(writer);
  ASSERT_EQ(lines.size(), 3U);
  EXPECT_EQ(lines[1], std::string(10, ' ') + std::string(100, 'x'));
}

TEST(Writer, TheNoteStandsAtTheRightEdgeOrOnALineOfItsOwn) {
  Writer writer(false);
  writer.line("WHY", "short", "frame 4");
  writer.line("", std::string(65, 'x'), "frame 5");
  const auto lines = lines_of(writer);
  ASSERT_EQ(lines.size(), 3U);
  EXPECT_EQ(lines[0].size(), 80U);
  EXPECT_TRUE(lines[0].starts_with("WHY       short "));
  EXPECT_TRUE(lines[0].ends_with(" frame 4"));
  EXPECT_EQ(lines[2].size(), 80U);
}

TEST(Writer, CountsColumnsNotBytes) {
  Writer writer(false);
  std::string text;
  for (int i = 0; i < 30; ++i)
    text += "클라이언트 ";  // 10 columns and a space, 15 bytes and a space
  writer.line("판정", text);
  for (const std::string& line : lines_of(writer)) {
    std::size_t columns = 0;
    for (const char c : line) {
      const auto u = static_cast<unsigned char>(c);
      columns += u < 0x80 ? 1 : u >= 0xc0 ? 2 : 0;
    }
    EXPECT_LE(columns, 80U);
    EXPECT_GE(columns, 50U);  // it does use the room
  }
}

TEST(Writer, TextFromTheWireCannotSteerTheTerminal) {
  Writer writer(false);
  writer.line("WHY",
              "a\x1b[2Jb\x07\xc2\x9b"
              "c\r\nd");
  writer.heading("name\x1b[31m");
  for (const char c : writer.result()) {
    const auto u = static_cast<unsigned char>(c);
    EXPECT_TRUE(u >= 0x20 || c == '\n');
    EXPECT_NE(u, 0x9b);
  }
}

TEST(Writer, ColourTakesNoColumns) {
  Writer plain(false), coloured(true);
  for (Writer* w : {&plain, &coloured}) w->line("VERDICT", "text", "PROVEN", Style::bold);
  EXPECT_EQ(plain.result().find('\x1b'), std::string::npos);
  std::string stripped;
  for (std::size_t i = 0; i < coloured.result().size(); ++i) {
    if (coloured.result()[i] == '\x1b') {
      i = coloured.result().find('m', i);
    } else {
      stripped += coloured.result()[i];
    }
  }
  EXPECT_EQ(stripped, plain.result());
}

}  // namespace
}  // namespace tlswhy::text
