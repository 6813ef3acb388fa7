// ech_required in clear, and what is none.
#include <gtest/gtest.h>

#include "diagnosis/testing/scene.hpp"

namespace tlswhy::testing {
namespace {

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

}  // namespace
}  // namespace tlswhy::testing
