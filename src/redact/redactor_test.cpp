#include "redact/redactor.hpp"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace tlswhy {
namespace {

TEST(Redactor, GivesTheSameThingTheSameStandIn) {
  Redactor by;
  EXPECT_EQ(by.name("10.1.2.3"), "192.0.2.1");
  EXPECT_EQ(by.name("10.1.2.4:443"), "192.0.2.2:443");
  EXPECT_EQ(to_string(by.address(*parse_ip("10.1.2.3"))), "192.0.2.1");
  EXPECT_EQ(by.name("fd00::7"), "2001:db8::1");
  EXPECT_EQ(by.serial("03F7"), by.serial("03F7"));
  EXPECT_NE(by.serial("03F7"), by.serial("03F8"));
}

TEST(Redactor, KeepsLoopback) {
  Redactor by;
  for (const char* ip : {"127.0.0.1", "::1", "::", "0.0.0.0"}) EXPECT_EQ(by.name(ip), ip);
  EXPECT_EQ(by.name("localhost"), "localhost");
}

// Whether a certificate covers a name can be seen in the stand-ins as well.
TEST(Redactor, KeepsLabelsThatNamesShare) {
  Redactor by;
  EXPECT_EQ(by.name("web.corp.internal"), "host-1.zone-2.example");
  EXPECT_EQ(by.name("*.corp.internal"), "*.zone-2.example");
  EXPECT_EQ(by.name("A.Web.Corp.Internal."), "host-3.host-1.zone-2.example.");
  EXPECT_EQ(by.name("*.internal"), "*.example");
  EXPECT_EQ(by.name("web"), "host-4");
}

TEST(Redactor, TakesADistinguishedNameApart) {
  Redactor by;
  EXPECT_EQ(by.name("CN=Corp Issuing\\, 2,O=Corp,C=KR"), "CN=name-1,O=host-1,C=ZZ");
  EXPECT_EQ(by.name("Corp Issuing\\, 2"), "name-1");
  EXPECT_EQ(by.names("a.test, b.test, ..."), "host-2.example, host-3.example, ...");
}

TEST(Redactor, FindsInATextWhatIsKnown) {
  Redactor by;
  (void)by.name("web.corp.test");
  (void)by.name("Corp Root");
  EXPECT_EQ(by.known("No name matching web.corp.test found, issuer Corp Root (10.9.8.7)"),
            "No name matching host-1.zone-2.example found, issuer name-1 (192.0.2.1)");
  EXPECT_EQ(by.known("javax.net.ssl.SSLException at other.corp.test"),
            "javax.net.ssl.SSLException at other.corp.test");
  EXPECT_EQ(by.wire("220 mail.corp.test ESMTP 3.2"), "220 host-3.zone-2.example ESMTP 3.2");
}

TEST(Redactor, SaysOfAFileWhatKindItIs) {
  Redactor by;
  EXPECT_EQ(by.input("/home/kim/10.1.2.3.pcap"), "input-1.pcap");
  EXPECT_EQ(by.input("finesse.corp.internal"), "input-2");
  EXPECT_EQ(by.input("pki/"), by.input("pki"));
  EXPECT_EQ(by.url("http://pki.corp.test/root.crt"), "http://host-1.zone-2.example/path-1");
}

TEST(Redactor, TakesHostileNamesAsTheyAre) {
  constexpr std::size_t many = 20'000;
  for (const char* piece : {"a.", "a=", "1:", "a,", ":", "*."}) {
    std::string name;
    for (std::size_t i = 0; i < many; ++i) name += piece;
    Redactor by;
    const std::string said = by.name(name + "b");
    EXPECT_EQ(by.name(name + "b"), said) << piece;
    EXPECT_FALSE(by.wire(name).empty());
  }
}

TEST(Redactor, KnowsAHostInFrontOfItsPort) {
  Redactor by;
  EXPECT_EQ(by.name("gadgets.test:8444"), "host-1.example:8444");
  EXPECT_EQ(by.name("[fd00::7]:443"), "[2001:db8::1]:443");
  EXPECT_EQ(by.known("gadgets.test:8444: refused"), "host-1.example:8444: refused");
  EXPECT_EQ(by.known("10.0.0.1:443 and fd00::7."), "192.0.2.1:443 and 2001:db8::1.");
}

TEST(Redactor, GoesOnFromItsKey) {
  Redactor first;
  for (const char* name : {"10.1.2.3", "fd00::7", "*.corp.internal", "Corp Root"})
    (void)first.name(name);
  const std::string key = first.key();
  Redactor second;
  ASSERT_TRUE(second.take_key("key", key));
  EXPECT_EQ(second.key(), key);
  EXPECT_EQ(second.name("*.corp.internal"), first.name("*.corp.internal"));
  const std::string fresh = second.name("10.1.2.4");
  EXPECT_EQ(key.find(fresh), std::string::npos) << fresh;
  const std::string host = second.name("web.other");
  EXPECT_EQ(key.find(host), std::string::npos) << host;
  EXPECT_FALSE(second.take_key("key", "Dear reader"));
}

TEST(Redactor, HasAddressesForMoreThanOneNetwork) {
  Redactor by;
  std::set<std::string> all;
  for (unsigned i = 0; i < 1000; ++i)
    all.insert(by.name("10.0." + std::to_string(i / 250) + "." + std::to_string(i % 250)));
  EXPECT_EQ(all.size(), 1000U);
  EXPECT_TRUE(all.contains("203.0.113.254"));
  EXPECT_TRUE(all.contains("198.18.0.1"));
}

}  // namespace
}  // namespace tlswhy
