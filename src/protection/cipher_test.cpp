#include "protection/cipher.hpp"

#include <gtest/gtest.h>

#include <string_view>

namespace tlswhy {
namespace {

TEST(FindSuite, ACipherThatIsNamedCanBeCarriedOut) {
  std::size_t count = 0;
  for (unsigned value = 0; value <= 0xffff; ++value) {
    const auto suite = find_suite(CipherSuite{static_cast<std::uint16_t>(value)});
    if (!suite) continue;
    ++count;
    EXPECT_EQ(suite->cipher == Cipher::null, std::string_view(traits(suite->cipher).name).empty())
        << value;
  }
  EXPECT_EQ(count, 130U);
}

TEST(FindSuite, OtherKindsOfSuitesAreNot) {
  // NULL_WITH_NULL, export, KRB5, PSK, static ECDH, SRP, Camellia-GCM, SCSV, GREASE.
  for (const unsigned value :
       {0x0000U, 0x0003U, 0x001eU, 0x008cU, 0xc004U, 0xc01eU, 0xc07aU, 0x00ffU, 0x0a0aU})
    EXPECT_FALSE(find_suite(CipherSuite{static_cast<std::uint16_t>(value)})) << value;
}

}  // namespace
}  // namespace tlswhy
