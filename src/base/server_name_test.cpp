#include "base/server_name.hpp"

#include <gtest/gtest.h>

namespace tlswhy {
namespace {

TEST(ServerName, ADnsNameIsComparedInLowerCaseAndWithoutItsTrailingDot) {
  const ServerName name("Shop.Example.");
  EXPECT_EQ(name.text(), "Shop.Example.");
  EXPECT_EQ(name.name(), "shop.example");
  EXPECT_TRUE(name.trailing_dot());
  EXPECT_FALSE(name.address());
  EXPECT_EQ(name, ServerName("shop.example"));
  EXPECT_NE(name, ServerName("shop.example.org"));
}

TEST(ServerName, AnAddressIsOneHoweverItIsWritten) {
  EXPECT_EQ(ServerName("192.0.2.1").address(), parse_ip("192.0.2.1"));
  EXPECT_EQ(ServerName("192.0.2.1."), ServerName("192.0.2.1"));
  EXPECT_EQ(ServerName("[2001:DB8:0::1]"), ServerName("2001:db8::1"));
  EXPECT_EQ(ServerName("fe80::1%eth0").address(), parse_ip("fe80::1"));
}

TEST(ServerName, DigitsAloneAreNoAddress) {
  for (const char* text : {"10.1", "12345", "10.0.0.256", "1.2.3.4.5", "::1::2", "shop:443"})
    EXPECT_FALSE(ServerName(text).address()) << text;
}

TEST(ServerName, WhatMayStandInServerName) {
  EXPECT_TRUE(ServerName("shop.example").is_host_name());
  EXPECT_TRUE(ServerName("a_b.example").is_host_name());
  for (const char* text : {"", ".", "shop.example.", "192.0.2.1", "::1", "shop:443", "a b"})
    EXPECT_FALSE(ServerName(text).is_host_name()) << text;
}

}  // namespace
}  // namespace tlswhy
