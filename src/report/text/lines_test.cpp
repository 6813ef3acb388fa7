#include "report/text/lines.hpp"

#include <gtest/gtest.h>

namespace tlswhy::text {
namespace {

using Lines = std::vector<std::string>;

TEST(Columns, FollowTheUnicodeTable) {
  EXPECT_EQ(columns_of("abc"), 3U);
  EXPECT_EQ(columns_of("憑證鏈"), 6U);
  EXPECT_EQ(columns_of("인증서"), 6U);
  EXPECT_EQ(columns_of("“—→…”"), 5U);     // quotes, dash, arrow, dots: one each
  EXPECT_EQ(columns_of("（：）。"), 8U);  // fullwidth
  EXPECT_EQ(columns_of("e\u0301"), 1U);   // a combining accent takes none
  EXPECT_EQ(columns_of("𠮷"), 2U);        // beyond the basic plane
  EXPECT_EQ(columns_of(""), 0U);
}

TEST(Wrap, BreaksLatinTextAtSpacesOnly) {
  EXPECT_EQ(wrap("use --product NAME with java-8u152/x", 12),
            (Lines{"use", "--product", "NAME with", "java-8u152/x"}));
  EXPECT_EQ(wrap("a  b", 10), Lines{"a  b"});
  EXPECT_EQ(wrap("before xxxxxxxxxxxx behind", 8), (Lines{"before", "xxxxxxxxxxxx", "behind"}));
  EXPECT_EQ(wrap("", 8), Lines{""});
}

TEST(Wrap, BreaksChineseBetweenCharacters) {
  EXPECT_EQ(wrap("伺服器送出的憑證鏈", 8), (Lines{"伺服器送", "出的憑證", "鏈"}));
  EXPECT_EQ(wrap("用戶端拒絕 TLS_RSA_WITH 加密套件", 14),
            (Lines{"用戶端拒絕", "TLS_RSA_WITH", "加密套件"}));
  EXPECT_EQ(wrap("homeLabel：/gadgets/Card.xml", 18), (Lines{"homeLabel：", "/gadgets/Card.xml"}));
}

TEST(Wrap, NeverBeginsALineWithAClosingMark) {
  for (std::size_t room = 4; room < 40; ++room) {
    for (const std::string& line : wrap("用戶端（java-8u242）拒絕，憑證鏈不完整。再試。", room)) {
      for (const std::string_view mark : {"）", "，", "。"})
        EXPECT_FALSE(line.starts_with(mark)) << line;
      EXPECT_FALSE(line.ends_with("（")) << line;
    }
  }
}

// Unicode Standard Annex #14: OP, QU, PR, PO, IS, NS and LB30 beside a Chinese character.
TEST(Wrap, KeepsTogetherWhatAnnex14Does) {
  for (const std::string kept :
       {"「鏈", "“鏈", "鏈”", "$鏈", "鏈%", "鏈:", "鏈！", "鏈…", "DH（", "鏈\u00a0"})
    EXPECT_EQ(wrap(kept, 1), Lines{kept});
  for (const auto& [first, second] :
       {std::pair{"鏈", "（"}, {"鏈", "DH"}, {"12", "鏈"}, {"）", "鏈"}, {"：", "DH"}})
    EXPECT_EQ(wrap(std::string(first) + second, 1), (Lines{first, second}));
}

TEST(Wrap, KeepsKoreanWordsWhole) {
  EXPECT_EQ(wrap("클라이언트가 서버의 키를 거부했습니다.", 20),
            (Lines{"클라이언트가 서버의", "키를 거부했습니다."}));
  EXPECT_EQ(wrap("TLS를 RSA로", 6), (Lines{"TLS를", "RSA로"}));
}

TEST(Wrap, LosesNothing) {
  const std::string text = "用戶端 java-8u242 拒絕，憑證鏈 (depth 1) 不完整。";
  for (std::size_t room = 1; room < 60; ++room) {
    std::string all;
    for (const std::string& line : wrap(text, room)) all += line;
    std::erase(all, ' ');
    std::string expected = text;
    std::erase(expected, ' ');
    EXPECT_EQ(all, expected);
  }
}

}  // namespace
}  // namespace tlswhy::text
