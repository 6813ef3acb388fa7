#include "base/url.hpp"

#include <gtest/gtest.h>

namespace tlswhy {
namespace {

std::string seen(std::string_view text) {
  const auto url = parse_url(text);
  if (!url) return url.error().what;
  return url->scheme + "|" + url->host + "|" + std::to_string(url->port) + "|" + url->path;
}

TEST(Url, OfHttps) {
  EXPECT_EQ(seen("https://Gadgets.Corp.example:8444/cuic/LiveData.xml?a=b&c=d%20e"),
            "https|gadgets.corp.example|8444|/cuic/LiveData.xml?a=b&c=d%20e");
  EXPECT_EQ(seen("HTTPS://host"), "https|host|443|/");
  EXPECT_EQ(seen("https://host:/x#part"), "https|host|443|/x");
  EXPECT_EQ(seen("https://host?q=1"), "https|host|443|/?q=1");
  EXPECT_EQ(seen("https://user:secret@host/"), "https|host|443|/");
  EXPECT_EQ(seen("//host/x"), "|host|443|/x");
}

TEST(Url, WhatARequestMayNotHoldIsEscaped) {
  EXPECT_EQ(seen("https://host/a b\n{c}?d=\"e\"%20"),
            "https|host|443|/a%20b%0A%7Bc%7D?d=%22e%22%20");
  EXPECT_EQ(seen("https://host/\xc3\xa4"), "https|host|443|/%C3%A4");
}

TEST(Url, HostsAndPorts) {
  EXPECT_EQ(seen("mail.example:25"), "|mail.example|25|/");
  EXPECT_EQ(seen("mail.example"), "|mail.example|443|/");
  EXPECT_EQ(seen("[2001:DB8::1]:8443"), "|2001:db8::1|8443|/");
  EXPECT_EQ(seen("2001:db8::1"), "|2001:db8::1|443|/");
  EXPECT_EQ(seen("https://[::1]/x"), "https|::1|443|/x");
  EXPECT_EQ(seen("xn--bcher-kva.example."), "|xn--bcher-kva.example.|443|/");
  EXPECT_EQ(seen("my_server:1"), "|my_server|1|/");
  EXPECT_EQ(host_and_port("2001:db8::1", 443), "[2001:db8::1]:443");
  EXPECT_EQ(host_and_port("host", 443), "host:443");
}

TEST(Url, PortsOfSchemes) {
  EXPECT_EQ(seen("http://dc.example"), "http|dc.example|80|/");
  EXPECT_EQ(seen("gopher://old.example"), "gopher|old.example|0|/");
  EXPECT_TRUE(parse_url("wss://dc.example")->secure());
  EXPECT_FALSE(parse_url("http://dc.example")->secure());
}

TEST(Url, SaysWhatIsWrong) {
  EXPECT_EQ(seen("https:///x"), "\"https:///x\": has no host");
  EXPECT_EQ(seen(""), "\"\": has no host");
  EXPECT_EQ(seen("host:0"), "\"host:0\": \"0\" is no port from 1 to 65535");
  EXPECT_EQ(seen("host:65536"), "\"host:65536\": \"65536\" is no port from 1 to 65535");
  EXPECT_EQ(seen("host:44x"), "\"host:44x\": \"44x\" is no port from 1 to 65535");
  EXPECT_EQ(seen("https://<server>/x"), "\"https://<server>/x\": '<' is no part of a host's name");
  EXPECT_EQ(seen("a..b"), "\"a..b\": the host's name has an empty part");
  EXPECT_EQ(seen("[::1"), "\"[::1\": lacks the ] of an IPv6 address");
  EXPECT_EQ(seen("[::1]x"), "\"[::1]x\": goes on after the ] of an IPv6 address");
  EXPECT_EQ(seen("[192.0.2.1]"), "\"[192.0.2.1]\": has no IPv6 address between [ and ]");
  EXPECT_NE(seen("b\xc3\xbc"
                 "cher.example")
                .find("Punycode"),
            std::string::npos);
  EXPECT_NE(seen(std::string(64, 'a') + ".example").find("too long"), std::string::npos);
  EXPECT_NE(seen(std::string(9000, 'a')).find("too long"), std::string::npos);
}

TEST(Url, AbsoluteOrAPathOnTheSameServer) {
  EXPECT_TRUE(is_absolute_url("http://x"));
  EXPECT_TRUE(is_absolute_url("//x"));
  EXPECT_FALSE(is_absolute_url("/desktop/gadget/x.jsp?u=https://y"));
  EXPECT_FALSE(is_absolute_url("3rdpartygadget/files/x.xml"));
}

// The examples of RFC 3986 section 5.4, as far as they are of http.
TEST(Url, IsResolvedFromWhereItStands) {
  const Url base = *parse_url("https://a:8444/b/c/d;p?q");
  const auto resolved = [&base](std::string_view reference) {
    const auto url = resolve_url(base, reference);
    return url ? url->scheme + "://" + host_and_port(url->host, url->port) + url->path : "nothing";
  };
  const std::pair<const char*, const char*> examples[] = {
      {"g", "/b/c/g"},      {"./g", "/b/c/g"},
      {"g/", "/b/c/g/"},    {"/g", "/g"},
      {"?y", "/b/c/d;p?y"}, {"g?y", "/b/c/g?y"},
      {"g#s", "/b/c/g"},    {"", "/b/c/d;p"},
      {".", "/b/c/"},       {"..", "/b/"},
      {"../g", "/b/g"},     {"../..", "/"},
      {"../../../g", "/g"}, {"/./g", "/g"},
      {"/../g", "/g"},      {"g.", "/b/c/g."},
      {"./../g", "/b/g"},   {"g/./h", "/b/c/g/h"},
      {"g/../h", "/b/c/h"}, {"g?y/../x", "/b/c/g?y/../x"}};
  for (const auto& [reference, path] : examples)
    EXPECT_EQ(resolved(reference), std::string("https://a:8444") + path) << reference;
  EXPECT_EQ(resolved("//g/x"), "https://g:443/x");
  EXPECT_EQ(resolved("http://g"), "http://g:80/");
  EXPECT_EQ(resolved("https://g:0/"), "nothing");
}

}  // namespace
}  // namespace tlswhy
