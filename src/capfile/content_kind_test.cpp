#include "capfile/content_kind.hpp"

#include <gtest/gtest.h>

namespace tlswhy {
namespace {

using namespace std::string_view_literals;

std::string kind(std::string_view text) { return content_kind(as_bytes(text)); }

TEST(ContentKind, NamesWhatPeopleGiveByMistake) {
  EXPECT_EQ(kind(""), "an empty file");
  EXPECT_EQ(kind("Bag Attributes\n-----BEGIN PRIVATE KEY-----"), "PEM text");
  EXPECT_EQ(kind("\x7f"
                 "ELF\x02\x01"sv),
            "an ELF program");
  EXPECT_EQ(kind("  <!DOCTYPE html>"), "an HTML page");
  EXPECT_EQ(kind("{\"a\": 1}"), "a JSON file");
  EXPECT_EQ(kind("[\n  {\"a\": 1}]"), "a JSON file");
  EXPECT_EQ(kind("[proxy:error] [pid 1] AH01084"), "a text file");
  EXPECT_EQ(kind("PK\x03\x04\x14"sv), "a zip archive");
  EXPECT_EQ(kind("%PDF-1.7"), "a PDF document");
  EXPECT_EQ(kind("CLIENT_RANDOM 00"), "a TLS key log");
  EXPECT_EQ(kind("javax.net.ssl|DEBUG|01"), "a text file");
  EXPECT_EQ(kind("\x30\x82\x03\x01\x30\x82"sv), "DER data, such as a certificate");
  EXPECT_EQ(kind("snoop\0\0\0\0\0\0\x02"sv), "a snoop capture: convert it with editcap");
  EXPECT_EQ(kind("GMBU\0\x02"sv), "a Network Monitor capture: convert it with editcap");
  EXPECT_EQ(kind("\x01\x02\x03\x04"sv), "binary data of no known kind");
  EXPECT_EQ(kind("\xff\xfeh\0"sv), "a UTF-16 text file");
}

TEST(ContentKind, KnowsErfByItsRecordHeader) {
  const std::string_view record("\x01\x02\x03\x04\x05\x06\x07\x08\x02\x04\0\x58\0\0\0\x40", 16);
  EXPECT_EQ(kind(record), "an ERF capture: convert it with editcap");
}

}  // namespace
}  // namespace tlswhy
