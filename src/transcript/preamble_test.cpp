#include "transcript/preamble.hpp"

#include <gtest/gtest.h>

namespace tlswhy {
namespace {

using namespace std::string_view_literals;

std::vector<std::uint8_t> octets(std::string_view text) {
  const Bytes bytes = as_bytes(text);
  return {bytes.begin(), bytes.end()};
}

Transcript after(std::string_view client, std::string_view server) {
  Transcript t;
  t.sides[index(Side::initiator)].preamble = octets(client);
  t.sides[index(Side::responder)].preamble = octets(server);
  return t;
}

TEST(Preamble, NamesTheProtocolThatTurnedToTls) {
  EXPECT_EQ(
      starttls_protocol(after("EHLO x\r\nSTARTTLS\r\n", "220 mail\r\n250 STARTTLS\r\n220 go\r\n")),
      "smtp");
  EXPECT_EQ(starttls_protocol(after("a1 starttls\r\n", "* OK imap\r\n")), "imap");
  EXPECT_EQ(starttls_protocol(after("STLS\r\n", "+OK pop\r\n")), "pop3");
  EXPECT_EQ(starttls_protocol(after("AUTH TLS\r\n", "220 ftp\r\n")), "ftp");
  EXPECT_EQ(starttls_protocol(after("\0\0\0\x08\x04\xd2\x16\x2f"sv, "S")), "postgres");
  EXPECT_EQ(starttls_protocol(after("", "")), "");
  EXPECT_EQ(starttls_protocol(after("CONNECT a:443 HTTP/1.1\r\n\r\n", "HTTP/1.1 200 OK\r\n\r\n")),
            "");
}

TEST(Preamble, NamesTheProxyInFront) {
  EXPECT_EQ(proxy_in_front(after("CONNECT a:443 HTTP/1.1\r\n\r\n", "")), "http-connect");
  EXPECT_EQ(proxy_in_front(after("\x05\x01\x00"sv, "")), "socks5");
  EXPECT_EQ(proxy_in_front(after("\x04\x01\x01\xbb"sv, "")), "socks4");
  EXPECT_EQ(proxy_in_front(after("PROXY TCP4 1.2.3.4 ", "")), "proxy-protocol");
  EXPECT_EQ(proxy_in_front(after("EHLO x\r\n", "")), "");
}

TEST(Preamble, QuotesTheServerThatRefusedTls) {
  const std::string_view client = "EHLO x\r\nSTARTTLS\r\n";
  EXPECT_EQ(starttls_refusal(after(client, "220 mail\r\n250 x\r\n454 4.7.0 not now\r\n")),
            "454 4.7.0 not now");
  EXPECT_EQ(starttls_refusal(after(client, "220 mail\r\n250 x\r\n220 go\r\n")), "");
  EXPECT_EQ(starttls_refusal(after("CONNECT a:443 HTTP/1.1\r\n\r\n", "HTTP/1.1 403 No\r\n\r\n")),
            "HTTP/1.1 403 No");
  EXPECT_EQ(starttls_refusal(after("", "220 mail\r\n")), "");
  Transcript hasty = after(client, "220 mail\r\n250 x\r\n");
  hasty.sides[index(Side::responder)].answer = octets("502 5.5.1 what\r\n");
  EXPECT_EQ(starttls_refusal(hasty), "502 5.5.1 what");
}

}  // namespace
}  // namespace tlswhy
