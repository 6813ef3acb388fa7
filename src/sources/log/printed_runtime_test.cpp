#include "sources/log/printed_runtime.hpp"

#include <gtest/gtest.h>

namespace tlswhy {
namespace {

std::string told(std::string_view line) {
  const auto found = printed_runtime(line);
  return found ? std::string(found->program) + ' ' + found->version : "none";
}

TEST(PrintedRuntime, KnowsJavaByItsVersionWhereverItStands) {
  EXPECT_EQ(told("at sun.security.ssl.Alerts.getSSLException(Alerts.java:192) ~[na:1.8.0_152]"),
            "java 1.8.0_152");
  EXPECT_EQ(told("C:\\Program Files\\Java\\jre1.8.0_202\\bin\\java.exe"), "java 1.8.0_202");
  EXPECT_EQ(told("openjdk version \"17.0.9\" 2023-10-17"), "java 17.0.9");
  EXPECT_EQ(told("at java.base@11.0.20.1/sun.security.ssl.Alert"), "java 11.0.20.1");
}

TEST(PrintedRuntime, KnowsOthersByTheirStackTraces) {
  EXPECT_EQ(told("Node.js v20.11.0"), "node 20.11.0");
  EXPECT_EQ(told("File \"/usr/lib/python3.11/ssl.py\", line 1342, in do_handshake"), "python 3.11");
  EXPECT_EQ(told("> User-Agent: curl/7.88.1"), "curl 7.88.1");
}

TEST(PrintedRuntime, LeavesAloneWhatIsNoVersion) {
  EXPECT_EQ(told("java.version=?"), "none");
  EXPECT_EQ(told("\"GET / HTTP/1.1\" 200 \"Java/1.8\" \"curl/7.88\""), "none");
  EXPECT_EQ(told("python3.x is not installed"), "none");
  EXPECT_EQ(told(""), "none");
}

}  // namespace
}  // namespace tlswhy
