// Who is connected where an address of a name does not accept the connection.
#include "asking/address_use.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace tlswhy {
namespace {

IpAddress address(std::string_view text) { return *parse_ip(text); }

bool connects(std::string_view client, bool six, bool four, bool four_first = false) {
  std::vector<AskedAddress> asked = {{address("::1"), six}, {address("127.0.0.1"), four}};
  if (four_first) std::swap(asked[0], asked[1]);
  return gets_through(*knowledge::find_client(client), asked);
}

TEST(AddressUse, WhoGoesOnIsConnectedAtAnyOfThem) {
  for (const auto* client : {"chrome-130", "curl-7.88-openssl", "go-1.27", "java-8u504-hc4",
                             "finesse-11", "python-3.11", "node-20"}) {
    EXPECT_TRUE(connects(client, false, true)) << client;
    EXPECT_TRUE(connects(client, true, false)) << client;
    EXPECT_FALSE(connects(client, false, false)) << client;
  }
}

TEST(AddressUse, JavaTakesTheFirstOfIpv4Alone) {
  EXPECT_TRUE(connects("java-17", false, true));
  EXPECT_FALSE(connects("java-17", true, false));
  EXPECT_FALSE(connects("java-17", true, false, true));
  const std::vector<AskedAddress> six = {{address("::1"), false}, {address("::2"), true}};
  EXPECT_FALSE(gets_through(*knowledge::find_client("java-17"), six));
}

TEST(AddressUse, OthersTakeTheFirstAsItComes) {
  EXPECT_FALSE(connects("node-18", false, true));
  EXPECT_TRUE(connects("node-18", false, true, true));
}

}  // namespace
}  // namespace tlswhy
