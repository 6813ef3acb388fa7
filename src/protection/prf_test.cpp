#include "protection/prf.hpp"

#include <gtest/gtest.h>

#include "base/hex.hpp"
#include "protection/testing/rfc8448.hpp"
#include "x509/certificate.hpp"

namespace tlswhy::testing {
namespace {

// The vectors that the TLS working group's list has for them.
TEST(Prf, OfTls12GivesThePublishedBytes) {
  const std::string secret = rfc8448::from_hex("9bbe436ba940f017b17652849a71db35");
  const std::string seed = rfc8448::from_hex("a0ba9f936cda311827a6f796ffd5198c");
  EXPECT_EQ(hex(prf(Hash::sha256, as_bytes(secret), "test label", as_bytes(seed), 100)),
            "e3f229ba727be17b8d122620557cd453c2aab21d07c3d495329b52d4e61edb5a6b301791e90d35c9c9a46b"
            "4e14baf9"
            "af0fa022f7077def17abfd3797c0564bab4fbc91666e9def9b97fce34f796789baa48082d122ee42c5a72e"
            "5a5110ff"
            "f70187347b66");
}

TEST(Prf, OfTls10GivesThePublishedBytes) {
  EXPECT_EQ(hex(prf(Hash::md5_sha1, Buffer(48, 0xab), "PRF Testvector", Buffer(64, 0xcd), 104)),
            "d3d4d1e349b5d515044666d51de32bab258cb521b6b053463e354832fd976754443bcf9a296519bc289abc"
            "bc1187e4"
            "ebd31e602353776c408aafb74cbc85eff69255f9788faa184cbb957a9819d84a5d7eb006eb459d3ae8de98"
            "10454b8b"
            "2d8f1afbc655a8c9a013");
}

}  // namespace
}  // namespace tlswhy::testing
