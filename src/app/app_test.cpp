// The parts of the contract that no capture shows.
#include <gtest/gtest.h>

#include <array>
#include <string>
#include <string_view>

#include "app/exit_code.hpp"
#include "base/bytes.hpp"
#include "capfile/content_kind.hpp"
#include "knowledge/phrase.hpp"

namespace tlswhy {
namespace {

Diagnosis refused_by(Party party) {
  Diagnosis d;
  d.outcome = Outcome::failed;
  d.refuser = party;
  return d;
}

TEST(ExitCode, SaysWhoRefused) {
  EXPECT_EQ(exit_code::of(Diagnosis{}), 0);
  EXPECT_EQ(exit_code::of(refused_by(Party::client)), 10);
  EXPECT_EQ(exit_code::of(refused_by(Party::server)), 11);
  EXPECT_EQ(exit_code::of(refused_by(Party::middlebox)), 12);
  EXPECT_EQ(exit_code::of(refused_by(Party::network)), 12);
  EXPECT_EQ(exit_code::of(refused_by(Party::nobody)), 30);
}

// What a file is that is no capture is said in English below the knowledge, and has to have words
// in every language.
TEST(NoCapture, WhatItIsHasWordsInEveryLanguage) {
  using namespace std::string_view_literals;
  const std::string tar = std::string(257, 'x') + "ustar";
  std::string etw(0x60, '\0');
  etw[1] = 0x10;
  etw[0x4b] = static_cast<char>(0xc0);
  const std::array<std::string_view, 24> heads{
      "\x7f"
      "ELF"sv,
      "MZ"sv,
      "PK\x03\x04"sv,
      "PK\x05\x06"sv,
      "%PDF"sv,
      "BZh"sv,
      "\xfd"
      "7zXZ\0"sv,
      "\x04\x22\x4d\x18"sv,
      "7z\xbc\xaf"sv,
      "Rar!"sv,
      "\x89PNG"sv,
      "\xff\xd8\xff"sv,
      "GIF8"sv,
      "SQLite format 3"sv,
      "\xfe\xed\xfe\xed"sv,
      "ElfFile\0"sv,
      "NetScaler V20 Performance Data"sv,
      "<html>"sv,
      "<?xml"sv,
      "{}"sv,
      "\xff\xfe"
      "a\0"sv,
      "\1\2\3"sv,
      tar,
      etw};
  const auto korean = *knowledge::find_language("ko");
  const auto chinese = *knowledge::find_language("zh-Hant");
  for (const std::string_view head : heads) {
    const std::string kind = content_kind(as_bytes(head));
    EXPECT_TRUE(knowledge::is_phrase(kind)) << kind;
    EXPECT_NE(knowledge::phrase(kind, korean), kind);
    EXPECT_NE(knowledge::phrase(kind, chinese), kind);
  }
}

}  // namespace
}  // namespace tlswhy
