// ech_required in clear, and what is none.
#include <gtest/gtest.h>

#include "diagnosis/testing/scene.hpp"

namespace tlswhy::testing {
namespace {

constexpr Side c = Side::initiator;

std::string causes(bool encrypted_hello, std::uint8_t alert) {
  Dialogue d;
  d.client(hello_record(
      {.extensions = encrypted_hello ? extension(0xfe0d, std::string(41, '\0')) : std::string()}));
  d.server(dhe_flight(2048)).client(alert_record(alert));
  return Scene(d).seen_by(signs::encrypted_hello).causes();
}

TEST(EncryptedHello, IsNotTakenWhereTheClientSaysSo) {
  EXPECT_EQ(causes(true, 121), "ech-rejected");
  EXPECT_EQ(causes(true, 40), "");    // the extension alone may be there to no purpose
  EXPECT_EQ(causes(false, 121), "");  // it offered none
}

// In TLS 1.3 the alert is encrypted: one candidate among others, where the hello has the extension.
TEST(EncryptedHello, WhereTheAlertIsHiddenItMayHaveBeenThat) {
  const auto left = [](bool offered, bool data) {
    Dialogue d;
    const std::string more = offered ? extension(0xfe0d, std::string(41, '\0')) : std::string();
    d.client(hello_record({.suites = codes({0x1301}),
                           .extensions = extension(43, vector(1, codes({0x0304}))) + more}));
    d.server(server_hello_record(0x1301, extension(43, codes({0x0304}))));
    for (const std::size_t size : {32UL, 2000UL, 281UL, 53UL}) d.server(application_data(size));
    d.client(application_data(53));
    if (data) d.client(application_data(300)).server(application_data(900));
    d.client(application_data(19)).close(c);
    return Scene(d).seen_by(signs::encrypted_hello).causes();
  };
  EXPECT_EQ(left(true, false), "ech-rejected");
  EXPECT_EQ(left(false, false), "");
  EXPECT_EQ(left(true, true), "");  // it had what it came for
}

}  // namespace
}  // namespace tlswhy::testing
