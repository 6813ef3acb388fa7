#include "app/shipped_store.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "base/hex.hpp"
#include "knowledge/phrase.hpp"
#include "knowledge/shipped_store.hpp"
#include "sources/certificates/read_certificates.hpp"

namespace tlswhy {
namespace {

bool ships(const char* path, const char* fingerprint) {
  const auto read = shipped_roots(path);
  return read && std::ranges::any_of(read->roots, [&](const auto& root) {
           return hex(root->sha256) == fingerprint;
         });
}

TEST(ShippedStore, IsNamedByItsPlatform) {
  EXPECT_TRUE(names_shipped_store("system:windows"));
  EXPECT_TRUE(names_shipped_store("system:nobody@2026-01-01"));
  EXPECT_FALSE(names_shipped_store("system:root"));
  EXPECT_FALSE(names_shipped_store("system:ca"));
  EXPECT_FALSE(names_shipped_store("windows"));
}

TEST(ShippedStore, HasTheRootsOfItsPlatformAlone) {
  const char* const windows_only =
      "8ac552ad577e37ad2c6808d72aa331d6a96b4b3febff34ce9bc0578e08055ec3";  // A-Trust-Root-07
  const char* const not_in_java =
      "69729b8e15a86efc177a57afb7171dfc64add28c2fca8cf1507e34453ccb1470";  // ISRG Root X2
  EXPECT_TRUE(ships("system:windows", windows_only));
  EXPECT_FALSE(ships("system:mozilla", windows_only));
  for (const char* path : {"system:windows", "system:apple", "system:android", "system:mozilla"})
    EXPECT_TRUE(ships(path, not_in_java)) << path;
  for (const char* path : {"system:openjdk", "system:oracle"})
    EXPECT_FALSE(ships(path, not_in_java)) << path;
}

TEST(ShippedStore, TakesTheNewestListThatIsNotYoungerThanTheDay) {
  const auto of_day = shipped_roots("system:windows@2026-07-19");
  ASSERT_TRUE(of_day);
  EXPECT_EQ(of_day->store->as_of, "2026-07-19");
  EXPECT_EQ(of_day->roots.size(), 331U);
  EXPECT_TRUE(shipped_roots("system:windows@2027-01-01"));
}

// Notes and errors are in English here and have to have words in every language.
TEST(ShippedStore, SaysWhatItDoesNotKnow) {
  const auto said = [](const std::string& path) {
    const auto read = shipped_roots(path);
    const std::string what = read ? read->note : read.error().what;
    EXPECT_TRUE(knowledge::is_phrase(what.substr(path.size() + 2))) << what;
    return read ? std::string() : what;
  };
  EXPECT_EQ(said("system:windows"), "");
  EXPECT_NE(said("system:windows@2026-07-18").find("one of 2026-07-19"), std::string::npos);
  EXPECT_NE(said("system:windows@today").find("a day such as"), std::string::npos);
  EXPECT_NE(said("system:windows@").find("a day such as"), std::string::npos);
  EXPECT_NE(said("system:palm").find("no such store"), std::string::npos);
}

// Debian's certificates are those of Mozilla: whatever list holds one calls it as its subject does.
TEST(ShippedStore, CallsRootsAsTheirCertificatesDo) {
  const auto debian = read_certificates("/etc/ssl/certs/ca-certificates.crt", "");
  if (!debian) GTEST_SKIP() << "ca-certificates is not installed";
  std::map<std::string, std::string> names;
  for (const auto& root : debian->certificates)
    names[hex(root->sha256)] = listed_name(root->subject);
  std::size_t met = 0;
  for (const knowledge::ShippedStore& store : knowledge::shipped_stores()) {
    for (const knowledge::ShippedRoot* root : knowledge::roots_of(store)) {
      const auto found = names.find(std::string(root->sha256));
      if (found == names.end()) continue;
      EXPECT_EQ(found->second, root->name);
      ++met;
    }
  }
  EXPECT_GT(met, 100U);
}

}  // namespace
}  // namespace tlswhy
