#include "sources/log/ssldump.hpp"

#include <gtest/gtest.h>

namespace tlswhy {
namespace {

std::string last_of(const char* record, const char* level) {
  Ssldump reader;
  EXPECT_EQ(reader.line(record), record);
  EXPECT_EQ(reader.line(level), level);
  return reader.line("    value           handshake_failure");
}

TEST(Ssldump, TellsWhoSentAFatalAlert) {
  const char* fatal = "    level           fatal";
  EXPECT_EQ(last_of("1 2  0.0104 (0.0000)  S>C  Alert", fatal),
            "received Alert (Level: Fatal, Description: handshake_failure)");
  EXPECT_EQ(last_of("1 7  0.0104 (0.0000)  C>SV3.3(2)  Alert", fatal),
            "sent Alert (Level: Fatal, Description: handshake_failure)");
}

TEST(Ssldump, LeavesEverythingElseAsItIs) {
  const std::string value = "    value           handshake_failure";
  EXPECT_EQ(last_of("1 2  0.0104 (0.0000)  S>C  Alert", "    level           warning"), value);
  EXPECT_EQ(last_of("1 2  0.0104 (0.0000)  S>C  Handshake", "    level           fatal"), value);
  EXPECT_EQ(Ssldump().line(value), value);
}

}  // namespace
}  // namespace tlswhy
