#include "knowledge/java_release.hpp"

#include <gtest/gtest.h>

#include <string>
#include <utility>

namespace tlswhy::knowledge {
namespace {

TEST(JavaVersion, NamesTheNearestProfile) {
  const auto of = [](const std::string& version) {
    const JavaVersion java = java_of_version("Picked up X\nopenjdk version \"" + version + "\"\n");
    return java.profile == nullptr ? "" : std::string(java.profile->name);
  };
  EXPECT_EQ(of("1.8.0_152"), "java-8u152");
  EXPECT_EQ(of("1.8.0_192"), "java-8u152");
  EXPECT_EQ(of("1.8.0_20"), "java-8u51");
  EXPECT_EQ(of("1.7.0_85"), "java-7u80");
  EXPECT_EQ(of("11.0.2"), "java-11");
  EXPECT_EQ(of("19-ea"), "java-17");
  EXPECT_EQ(of("26"), "java-25");
  EXPECT_EQ(of("x"), "");
  EXPECT_TRUE(java_of_version("java version \"1.8.0_152\"").exact);
  EXPECT_EQ(java_of_version("").profile, nullptr);
}

TEST(JavaRelease, TakesTheVersionAlone) {
  EXPECT_EQ(java_of_release("17.0.9").profile->name, "java-17");
  EXPECT_EQ(java_of_release("1.8.0_152").profile->name, "java-8u152");
  EXPECT_EQ(java_of_release("x").profile, nullptr);
}

}  // namespace
}  // namespace tlswhy::knowledge
