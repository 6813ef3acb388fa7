// The PROXY protocol in both directions, and what is almost the same and is not it.
#include <gtest/gtest.h>

#include "diagnosis/testing/scene.hpp"

namespace tlswhy::testing {
namespace {

constexpr Side s = Side::responder;
constexpr std::string_view line = "PROXY TCP4 192.0.2.1 192.0.2.2 4711 443\r\n";
const std::string binary("\r\n\r\n\0\r\nQUIT\n\x21\x11\x00\x0c", 16);
constexpr std::string_view http = "HTTP/1.1 400 Bad Request\r\n\r\n";

Seen answered(std::string_view before, std::string_view words, const Beside& beside = {}) {
  Dialogue d;
  if (!before.empty()) d.client(before);
  d.client(hello_record());
  if (!words.empty()) d.server(words);
  d.close(s);
  Scene scene(d);
  return scene.beside(beside).seen_by(signs::proxy_header);
}

TEST(ProxyHeader, AServerThatDoesNotExpectIt) {
  for (const std::string_view header : {line, std::string_view(binary)}) {
    EXPECT_EQ(answered(header, http).standing("proxy-protocol-missing"), Standing::likely);
    EXPECT_EQ(answered(header, "").standing("proxy-protocol-missing"), Standing::likely);
    EXPECT_EQ(answered(header, alert_record(10)).standing("proxy-protocol-missing"),
              Standing::likely);
  }
}

TEST(ProxyHeader, AServerThatSaysItselfThatItSpeaksTls) {
  constexpr std::string_view told =
      "HTTP/1.1 400 Bad Request\r\n\r\nThe plain HTTP request was sent to HTTPS port";
  EXPECT_EQ(answered(line, told).standing("proxy-protocol-missing"), Standing::consistent);
}

TEST(ProxyHeader, NotWhereTheServerHasReadTheHello) {
  EXPECT_EQ(answered(line, alert_record(40)).causes(), "");
  EXPECT_EQ(answered(line, server_hello_record(0xc02f)).causes(), "");
  EXPECT_EQ(answered("", http).causes(), "");
  EXPECT_EQ(answered("PROXIMITY\r\n", http).causes(), "");
}

TEST(ProxyHeader, OnTheNextLegOfTheSameHello) {
  EXPECT_EQ(answered("", http, {.proxy_header_frame = 7}).frames("proxy-protocol-missing"),
            (std::vector<std::uint32_t>{7, 2}));
  // Passed on without a header: then one may be expected where the hello is closed upon.
  EXPECT_EQ(answered("", "", {.relayed_frame = 7}).standing("proxy-protocol-missing"),
            Standing::likely);
  EXPECT_EQ(answered("", http, {.relayed_frame = 7}).causes(), "");
}

}  // namespace
}  // namespace tlswhy::testing
