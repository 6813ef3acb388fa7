#include "report/address.hpp"

#include <gtest/gtest.h>

namespace tlswhy {
namespace {

TEST(Address, StandsWhereARecipeHasItsOwn) {
  const Address named{"www.example.test", 8443};
  EXPECT_EQ(addressed("openssl s_client -connect HOST:443 -servername NAME -tls1_2", named),
            "openssl s_client -connect www.example.test:8443 -servername www.example.test -tls1_2");
  EXPECT_EQ(addressed("-connect HOST:443 -servername HOST -showcerts", named),
            "-connect www.example.test:8443 -servername www.example.test -showcerts");
  EXPECT_EQ(addressed("HOST:PORT, then curl https://HOST:443/", named),
            "www.example.test:8443, then curl https://www.example.test:8443/");
  EXPECT_EQ(addressed("tlswhy probe HOST:443", {"2001:db8::1", 443}),
            "tlswhy probe [2001:db8::1]:443");
}

TEST(Address, NotWhereItIsNone) {
  const Address address{"192.0.2.1", 443};
  EXPECT_EQ(addressed("/etc/nginx/HOST.pem", address), "/etc/nginx/HOST.pem");
  EXPECT_EQ(addressed("-servername NAME", address), "-servername NAME");  // an address is no name
  EXPECT_EQ(addressed("GHOST:443 HOST: x", address), "GHOST:443 HOST: x");
  EXPECT_EQ(addressed("-connect HOST:443", {}), "-connect HOST:443");
}

}  // namespace
}  // namespace tlswhy
