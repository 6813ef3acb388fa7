// The small values that everything else is made of.
#include <gtest/gtest.h>

#include "base/bytes.hpp"
#include "base/endpoint.hpp"
#include "base/time.hpp"

namespace tlswhy {
namespace {

TEST(Time, ReadsWhatItWrites) {
  const auto day = parse_time("2025-03-01");
  ASSERT_TRUE(day);
  EXPECT_EQ(to_rfc3339(*day), "2025-03-01T00:00:00.000000Z");
  const auto moment = parse_time("2025-03-01T09:30:05.125Z");
  ASSERT_TRUE(moment);
  EXPECT_EQ(to_rfc3339(*moment), "2025-03-01T09:30:05.000000Z");
  for (const char* wrong :
       {"", "2025", "2025-13-01", "2025-02-30", "2025-03-01T25:00:00Z", "2025-03-01 09:30",
        "2025-03-01T09:30:05+01:00", "01.03.2025", "1013-01-01T00:00:00Z", "9999-12-31"}) {
    EXPECT_FALSE(parse_time(wrong)) << wrong;
  }
}

TEST(Reader, ReadsBigEndianAndFailsForGood) {
  constexpr std::uint8_t bytes[] = {1, 2, 3, 4, 5, 6, 7};
  Reader r(bytes);
  EXPECT_EQ(r.u16(), 0x0102);
  EXPECT_EQ(r.u24(), 0x030405U);
  EXPECT_EQ(r.u32(), 0U);  // two bytes are left
  EXPECT_FALSE(r.ok());
  EXPECT_EQ(r.u8(), 0);  // and stay unread
  EXPECT_TRUE(r.empty());
}

TEST(Reader, VectorsCarryTheirLength) {
  constexpr std::uint8_t bytes[] = {2, 'a', 'b', 0, 1, 'c', 0, 0, 9, 'd'};
  Reader r(bytes);
  EXPECT_EQ(as_text(r.vector8()), "ab");
  EXPECT_EQ(as_text(r.vector16()), "c");
  EXPECT_TRUE(r.ok());
  EXPECT_TRUE(r.vector24().empty());
  EXPECT_FALSE(r.ok());
}

TEST(Reader, RestMayBeEmpty) {
  Reader r(Bytes{});
  EXPECT_TRUE(r.rest().empty());
  EXPECT_TRUE(r.ok());
}

TEST(Time, PrintsUtc) {
  EXPECT_EQ(to_rfc3339({1'740'821'400'000'125'999}), "2025-03-01T09:30:00.000125Z");
  EXPECT_EQ(to_date(from_seconds(951'782'400)), "2000-02-29");
  EXPECT_EQ(to_rfc3339({-1}), "1969-12-31T23:59:59.999999Z");
}

IpAddress v6(std::initializer_list<std::uint8_t> octets) {
  return ipv6(Bytes(octets.begin(), octets.size()));
}

// RFC 5952.
TEST(Address, PrintsTheShortestForm) {
  EXPECT_EQ(to_string(v6({0x20, 1, 0xd, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1})), "2001:db8::1");
  EXPECT_EQ(to_string(v6({})), "::");
  EXPECT_EQ(to_string(v6({0, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1})), "1:0:0:1::1");
  EXPECT_EQ(to_string(v6({0, 1, 0, 0, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1})), "1:0:1:1:1:1:1:1");
}

// RFC 4291 section 2.2, RFC 5952 section 5.
TEST(Address, IsReadInEachOfItsForms) {
  for (const char* same : {"::", "0.0.0.0", "::1", "1::", "1:2:3:4:5:6:7:8", "2001:db8::1",
                           "::ffff:192.0.2.1", "::192.0.2.1", "64:ff9b::c000:201", "192.0.2.1",
                           "255.255.255.255", "1:0:0:1::1", "1:2:3:4:5:6:7:0"}) {
    const auto ip = parse_ip(same);
    ASSERT_TRUE(ip) << same;
    EXPECT_EQ(to_string(*ip), same);
  }
  EXPECT_EQ(parse_ip("2001:DB8:0:0:0:0:0:1"), parse_ip("2001:db8::1"));
  EXPECT_EQ(parse_ip("1:2:3:4:5:6:1.2.3.4"), parse_ip("1:2:3:4:5:6:102:304"));
  EXPECT_EQ(parse_ip("1:2:3:4:5:6:7::"), parse_ip("1:2:3:4:5:6:7:0"));
}

TEST(Address, IsNothingElse) {
  for (const char* no : {"",
                         "1",
                         "1.2.3",
                         "1.2.3.4.5",
                         "01.2.3.4",
                         "1.2.3.256",
                         "1.2.3.",
                         ".1.2.3",
                         "1.2.3.4 ",
                         "-1.2.3.4",
                         "0x1.2.3.4",
                         "1..2.3",
                         ":",
                         ":::",
                         "1:2",
                         "1::2::3",
                         "12345::",
                         "1:2:3:4:5:6:7:8:9",
                         "1:2:3:4:5:6:7:8::",
                         "1:2:3:4:5:6:7:8:",
                         ":1:2:3:4:5:6:7",
                         "1.2.3.4::",
                         "::1.2.3.4:5",
                         "::1.2.3",
                         "fe80::1%eth0",
                         "[::1]",
                         "g::"}) {
    EXPECT_FALSE(parse_ip(no)) << no;
  }
  EXPECT_FALSE(parse_ip(std::string_view("1.2.3.4\0", 8)));
}

TEST(Endpoint, PrintsAsPeopleWriteIt) {
  constexpr std::uint8_t four[] = {10, 0, 0, 1};
  EXPECT_EQ(to_string(Endpoint{ipv4(four), 443}), "10.0.0.1:443");
  EXPECT_EQ(to_string(Endpoint{v6({0xfe, 0x80}), 8443}), "[fe80::]:8443");
  EXPECT_NE(ipv4(four), ipv6(four));
}

}  // namespace
}  // namespace tlswhy
