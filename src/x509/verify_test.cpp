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

}  // namespace
}  // namespace tlswhy::testing
