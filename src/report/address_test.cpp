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

TEST(Address, StandsInWhateverHasToBeTyped) {
  const Address named{"www.example.test", 8443};
  EXPECT_EQ(addressed("nmap --script ssl-enum-ciphers -p 443 HOST: only", named),
            "nmap --script ssl-enum-ciphers -p 8443 www.example.test: only");
  EXPECT_EQ(addressed("nmap -p 443 HOST and strike out", named),
            "nmap -p 8443 www.example.test and strike out");
  EXPECT_EQ(addressed("nc -v HOST PORT, and compare", named),
            "nc -v www.example.test 8443, and compare");
  EXPECT_EQ(addressed("curl https://NAME/ or https://HOST/x", named),
            "curl https://www.example.test:8443/ or https://www.example.test:8443/x");
  EXPECT_EQ(addressed("-servername NAME, -servername NAME </dev/null", named),
            "-servername www.example.test, -servername www.example.test </dev/null");
  EXPECT_EQ(addressed("utils network ping HOST", {"192.0.2.1", 443}),
            "utils network ping 192.0.2.1");
  EXPECT_EQ(addressed("--resolve NAME:443:ADDRESS", named),
            "--resolve www.example.test:8443:ADDRESS");
}

TEST(Address, NotWhereItIsNone) {
  const Address address{"192.0.2.1", 443};
  EXPECT_EQ(addressed("/etc/nginx/HOST.pem", address), "/etc/nginx/HOST.pem");
  EXPECT_EQ(addressed("-servername NAME", address), "-servername NAME");  // an address is no name
  EXPECT_EQ(addressed("-servername HOST", address), "-servername HOST");
  EXPECT_EQ(addressed("GHOST:443 hostName=\"HOST\" mtls.HOST", address),
            "GHOST:443 hostName=\"HOST\" mtls.HOST");
  EXPECT_EQ(addressed("-connect HOST:443", {}), "-connect HOST:443");
}

}  // namespace
}  // namespace tlswhy
