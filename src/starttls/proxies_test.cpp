// The proxies: HTTP CONNECT and SOCKS5.
#include "starttls/testing/play.hpp"

namespace tlswhy::starttls {
namespace {

using namespace testing;

const Target with_password{"mail.example", 443, "user", "pass"};

TEST(HttpConnect, LeadsToTls) {
  expect_ready("http-connect", "HTTP/1.1 200 Connection established\r\nVia: a\r\n\r\n",
               "CONNECT mail.example:443 HTTP/1.1\r\nHost: mail.example:443\r\n\r\n");
  expect_ready("http-connect", "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.0 200 ok\r\n\r\n",
               "CONNECT [2001:db8::1]:8443 HTTP/1.1\r\nHost: [2001:db8::1]:8443\r\n\r\n",
               {"2001:db8::1", 8443, {}, {}});
  expect_ready("http-connect", "HTTP/1.1 204 x\r\n\r\n",
               "CONNECT mail.example:443 HTTP/1.1\r\nHost: mail.example:443\r\n"
               "Proxy-Authorization: Basic dXNlcjpwYXNz\r\n\r\n",
               with_password);
}

TEST(HttpConnect, QuotesTheStatusLine) {
  expect_refused("http-connect", "HTTP/1.1 407 Proxy Authentication Required\r\n",
                 "HTTP/1.1 407 Proxy Authentication Required");
  expect_unexpected("http-connect", "SSH-2.0-x\r\n", "SSH-2.0-x");
  EXPECT_EQ(refusal("http-connect", "CONNECT a:443 HTTP/1.1\r\n", "HTTP/1.0 403 Forbidden\r\n"),
            "HTTP/1.0 403 Forbidden");
  EXPECT_EQ(refusal("http-connect", "CONNECT a:443 HTTP/1.1\r\n", "HTTP/1.0 200 OK\r\n"), "");
}

constexpr std::string_view request = "\5\1\0\3\x0cmail.example\x01\xbb"sv;
constexpr std::string_view granted = "\5\0\0\1\0\0\0\0\0\0"sv;

TEST(Socks5, LeadsToTls) {
  const std::string hello = "\5\1\0"s;
  expect_ready("socks5", "\5\0"s + std::string(granted), hello + std::string(request));
  expect_ready("socks5", "\5\0\5\0\0\3\2ab\1\2"s, hello + std::string(request));
  expect_ready("socks5", "\5\2\1\0"s + std::string(granted),
               "\5\2\0\2"s + "\1\4user\4pass" + std::string(request), with_password);
}

TEST(Socks5, NamesTheReply) {
  expect_refused("socks5", "\5\xff"sv, "NO ACCEPTABLE METHODS (255)");
  expect_refused("socks5", "\5\0\5\2\0\1"sv, "connection not allowed by ruleset (2)");
  expect_refused("socks5", "\5\0\5\x2a\0\1"sv, "reply 42");
  expect_refused("socks5", "\5\2\1\1"sv, "RFC 1929 status 1", with_password);
  expect_unexpected("socks5", "\5\2"sv, "..");  // a method that was not offered
  expect_unexpected("socks5", "\5\0\5\0\0\7\0"sv, ".......");
  EXPECT_EQ(refusal("socks5", "\5\1\0"sv, "\5\0\5\5\0\1"sv), "Connection refused (5)");
  EXPECT_EQ(refusal("socks5", "\5\1\0"sv, "\5\0\5\0\0\1"sv), "");
  EXPECT_EQ(recognise_proxy({as_bytes("EHLO x\r\n"), {}}), nullptr);
}

}  // namespace
}  // namespace tlswhy::starttls
