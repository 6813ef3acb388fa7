#include "starttls/testing/play.hpp"

namespace tlswhy::starttls {
namespace {

using namespace testing;

constexpr std::string_view request =
    "\x30\x1d\x02\x01\x01\x77\x18\x80\x16"
    "1.3.6.1.4.1.1466.20037"sv;
constexpr std::string_view granted = "\x30\x0c\x02\x01\x01\x78\x07\x0a\x01\x00\x04\x00\x04\x00"sv;
// As OpenLDAP without a certificate says it.
constexpr std::string_view refused =
    "\x30\x2b\x02\x01\x01\x78\x26\x0a\x01\x02\x04\x00\x04\x1f"
    "unsupported extended operation!"sv;
// As Active Directory writes lengths; a Notice of Disconnection with messageID 0.
constexpr std::string_view disconnected =
    "\x30\x84\x00\x00\x00\x18\x02\x01\x00\x78\x84\x00\x00\x00\x0f\x0a\x01\x34\x04\x00\x04\x08"
    "sleeping"sv;

TEST(Ldap, LeadsToTls) {
  expect_ready("ldap", granted, request);
  expect_refused("ldap", refused, "protocolError (2): unsupported extended operation!");
  expect_refused("ldap", disconnected, "unavailable (52): sleeping");
  expect_unexpected("ldap", "220 mail\r\n", "220 mail");
  expect_unexpected("ldap", "\x30\x80\x02"sv, "0?.");                 // indefinite length
  expect_unexpected("ldap", "\x30\x84\x7f\xff\xff\xff"sv, "0?.???");  // of 2 GiB
  expect_unexpected("ldap", "\x30\x03\x02\x01\x01"sv, "0....");       // a message without an answer
}

TEST(Ldap, IsRecognisedInACapture) {
  EXPECT_EQ(recognised(request, ""), "ldap");
  EXPECT_EQ(refusal("ldap", request, refused),
            "protocolError (2): unsupported extended operation!");
  EXPECT_EQ(refusal("ldap", request, granted), "");
  EXPECT_EQ(refusal("ldap", request, refused.substr(0, 20)), "");
}

}  // namespace
}  // namespace tlswhy::starttls
