#include "starttls/testing/play.hpp"

namespace tlswhy::starttls {
namespace {

using namespace testing;

constexpr std::string_view request =
    "\x03\x00\x00\x13\x0e\xe0\x00\x00\x00\x00\x00\x01\x00\x08\x00\x03\x00\x00\x00"sv;

std::string confirm(std::string_view negotiation) {
  return "\x03\0\0\x13\x0e\xd0\0\0\x12\x34\0"s + std::string(negotiation);
}

const std::string tls = confirm("\x02\x1f\x08\0\x01\0\0\0"sv);
const std::string nla = confirm("\x02\x1f\x08\0\x02\0\0\0"sv);
const std::string plain = confirm("\x02\0\x08\0\0\0\0\0"sv);
const std::string failure = confirm("\x03\0\x08\0\x02\0\0\0"sv);
const std::string old = "\x03\0\0\x0b\x06\xd0\0\0\x12\x34\0"s;

TEST(Rdp, LeadsToTls) {
  expect_ready("rdp", tls, request);
  expect_ready("rdp", nla, request);
  expect_refused("rdp", failure, "SSL_NOT_ALLOWED_BY_SERVER (2)");
  expect_refused("rdp", confirm("\x03\0\x08\0\x2a\0\0\0"sv), "failureCode 42");
  expect_refused("rdp", plain, "PROTOCOL_RDP (0)");
  expect_refused("rdp", old, "PROTOCOL_RDP (0)");
  expect_unexpected("rdp", "220 mail\r\n", "220 mail");
  expect_unexpected("rdp", "\x03\x00\x00\x0b\x06\x80\x00\x00\x00\x00\x00"sv, ".....?.....");
}

TEST(Rdp, IsRecognisedInACapture) {
  const std::string with_cookie =
      "\x03\0\0\x27\x22\xe0\0\0\0\0\0"s + "Cookie: mstshash=u\r\n" + "\x01\0\x08\0\x0b\0\0\0"s;
  EXPECT_EQ(recognised(request, tls), "rdp");
  EXPECT_EQ(recognised(with_cookie, ""), "rdp");
  EXPECT_EQ(recognised(with_cookie.substr(0, 30), ""), "");
  EXPECT_EQ(refusal("rdp", request, tls), "");
  EXPECT_EQ(refusal("rdp", request, failure), "SSL_NOT_ALLOWED_BY_SERVER (2)");
  EXPECT_EQ(refusal("rdp", request, ""), "");
}

}  // namespace
}  // namespace tlswhy::starttls
