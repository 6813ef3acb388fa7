#include "x509/verify.hpp"

#include <gtest/gtest.h>

#include "wire/testing/tls_bytes.hpp"

namespace tlswhy::testing {
namespace {

Certificate read(const std::string& name) {
  return read_certificate(as_bytes(fixture("certificates/" + name + ".der")));
}

TEST(Verify, SignaturesVerifyPssToo) {
  EXPECT_EQ(signed_by(read("leaf"), read("issuing")), true);
  EXPECT_EQ(signed_by(read("pss-leaf"), read("pss-issuing")), true);
  EXPECT_EQ(signed_by(read("critical"), read("root")), true);
  EXPECT_EQ(signed_by(read("common-name"), read("other-root")), false);
}

TEST(Verify, AKeyOfAnotherKindSignedNothing) {
  EXPECT_EQ(signed_by(read("leaf"), read("extensions")), false);  // RSA, and an EC key
  EXPECT_FALSE(could_sign(read("leaf"), read("extensions")));
  EXPECT_FALSE(could_sign(read("pss-leaf"), read("extensions")));
  EXPECT_TRUE(could_sign(read("pss-leaf"), read("issuing")));
  EXPECT_TRUE(could_sign(read("leaf"), read("other-root")));
}

}  // namespace
}  // namespace tlswhy::testing
