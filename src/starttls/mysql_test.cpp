#include "starttls/testing/play.hpp"

namespace tlswhy::starttls {
namespace {

using namespace testing;

// A greeting of MariaDB with these lower capabilities.
std::string greeting(std::string_view capabilities) {
  std::string body =
      "\x0a"
      "5.5.5-10.11\0"s +
      "\1\0\0\0"s + "saltsalt" + "\0"s;
  body += capabilities;
  body += "\x2d\x02\0\xff\x81\x15"s + std::string(10, '\0') + "moresaltmore\0"s;
  return std::string(1, static_cast<char>(body.size())) + "\0\0\0"s + body;
}

const std::string offers = greeting("\xfe\xff"), without = greeting("\xfe\xf7");
const std::string request = "\x20\0\0\1\x01\xaa\x08\0\0\0\0\1\x2d"s + std::string(23, '\0');
const std::string blocked = "\x19\0\0\0\xff\x69\x04Host '10.0.0.1' is blk"s;
const std::string bad = "\x12\0\0\2\xff\x13\x04#08S01Bad hands"s;

TEST(Mysql, LeadsToTls) {
  expect_ready("mysql", offers, request);
  expect_refused("mysql", without, "5.5.5-10.11");
  expect_refused("mysql", blocked, "Host '10.0.0.1' is blk (1129)");
  expect_unexpected("mysql", "220 mail\r\n", "220 mail");
  expect_unexpected("mysql",
                    "\x05\0\0\0\x09"
                    "3.2\0"sv,
                    ".....3.2.");  // protocol 9
}

TEST(Mysql, IsRecognisedInACapture) {
  EXPECT_EQ(recognised(request, offers), "mysql");
  EXPECT_EQ(recognised("\x20\0\0\2"s, offers), "");
  EXPECT_EQ(refusal("mysql", request, offers), "");
  EXPECT_EQ(refusal("mysql", request, offers + bad), "Bad hands (1043)");
  // Who says nothing to a server without TLS had come for TLS; who logs in had not.
  EXPECT_EQ(recognised("", without), "mysql");
  EXPECT_EQ(recognised("", offers), "");
  EXPECT_EQ(recognised("", without.substr(0, 30)), "");
  EXPECT_EQ(refusal("mysql", "", without), "5.5.5-10.11");
}

}  // namespace
}  // namespace tlswhy::starttls
