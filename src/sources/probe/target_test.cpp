#include "sources/probe/target.hpp"

#include <gtest/gtest.h>

namespace tlswhy {
namespace {

TEST(Target, HasTheUsualPortOfItsProtocol) {
  EXPECT_EQ(parse_target("mail.example", "smtp")->port, 25);
  EXPECT_EQ(parse_target("mail.example", "sieve")->port, 4190);
  EXPECT_EQ(parse_target("mail.example:2525", "smtp")->port, 2525);
  EXPECT_EQ(parse_target("mail.example", "")->port, 443);
  EXPECT_FALSE(parse_target("mail.example", "gopher"));
}

TEST(Proxy, IsReadWithItsPassword) {
  const auto proxy = parse_proxy("socks5://a%40b:p%3A%2fw%@proxy.example");
  ASSERT_TRUE(proxy);
  EXPECT_EQ(proxy->protocol, "socks5");
  EXPECT_EQ(proxy->host, "proxy.example");
  EXPECT_EQ(proxy->port, 1080);
  EXPECT_EQ(proxy->user, "a@b");
  EXPECT_EQ(proxy->password, "p:/w%");
  EXPECT_EQ(parse_proxy("http://proxy.example")->port, 8080);
}

TEST(Proxy, AnErrorDoesNotShowThePassword) {
  const auto wrong = parse_proxy("http://user:sesame@proxy.example:x");
  ASSERT_FALSE(wrong);
  EXPECT_EQ(wrong.error().what.find("sesame"), std::string::npos) << wrong.error().what;
}

}  // namespace
}  // namespace tlswhy
