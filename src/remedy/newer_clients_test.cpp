#include "remedy/newer_clients.hpp"

#include <gtest/gtest.h>

#include <string>

namespace tlswhy {
namespace {

std::vector<std::string> newer(std::string_view id) {
  std::vector<std::string> out;
  for (const auto* client : newer_clients(id)) out.emplace_back(client->name);
  return out;
}
using Names = std::vector<std::string>;

TEST(NewerClients, StandInTheOrderOfTheirVersions) {
  EXPECT_EQ(newer("android-4.4"), (Names{"android-5", "android-7", "android-10", "android-14"}));
  EXPECT_EQ(newer("openssl-1.0.2"),
            (Names{"openssl-1.1.1", "openssl-3.0", "openssl-3.5", "openssl-3.6"}));
}

TEST(NewerClients, OfAnUpdateAreTheUpdatesBehindItAndTheReleases) {
  const Names java = newer("java-8u202");
  ASSERT_GE(java.size(), 3U);
  EXPECT_EQ(java.front(), "java-8u242");
  EXPECT_EQ(java.back(), "java-25");
}

TEST(NewerClients, KeepTheVariant) {
  EXPECT_EQ(newer("java-8u504-raw"), Names{"java-17-raw"});
  EXPECT_EQ(newer("java-8u242-hc4"), (Names{"java-8u504-hc4", "java-17-hc4"}));
  EXPECT_EQ(newer("dotnet-8-linux"), Names{});
}

TEST(NewerClients, AreNoneOfTheNewestAndOfAProfileOfOnesOwn) {
  EXPECT_EQ(newer("java-25"), Names{});
  EXPECT_EQ(newer("billing/java-8.toml"), Names{});
  EXPECT_EQ(newer(""), Names{});
}

}  // namespace
}  // namespace tlswhy
