#include "sources/log/java/path_search.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "sources/log/log_reader.hpp"
#include "sources/log/testing/read_text.hpp"

namespace tlswhy {
namespace {

// What Java 17 prints of the search for a path from a leaf that has expired, without the
// certificates in between.
const std::string search =
    "certpath: SunCertPathBuilder.engineBuild([\n"
    "certpath: X509CertSelector.match(Serial number: 04:75\n"
    "  Issuer: CN=Example CA\n"
    "certpath: X509CertSelector.match: certificate not within validity period\n"
    "certpath: SunCertPathBuilder.depthFirstSearchForward(): certs.size=0\n";
const std::string failure =
    "javax.net.ssl.SSLHandshakeException: PKIX path building failed: unable to find valid "
    "certification path to requested target\n";

std::vector<Transcript> read(const std::string& text) {
  return testing::read_text<LogReader>(text);
}

TEST(PathSearch, TellsWhatTheFailureThatFollowsComesFrom) {
  const auto found = read(search + failure);
  ASSERT_EQ(found.size(), 1U);
  const auto& statements = found[0].transport.log()->statements;
  ASSERT_EQ(statements.size(), 2U);
  EXPECT_FALSE(statements[0].attempt);
  EXPECT_TRUE(statements[1].attempt);
  EXPECT_EQ(statements[1].line, 4U);
}

// Another way was found, and nothing failed.
TEST(PathSearch, IsNoFailureByItself) { EXPECT_TRUE(read(search).empty()); }

TEST(PathSearch, LeavesWhatAnEarlierSearchMet) {
  const auto found =
      read(search + "certpath: PKIXCertPathValidator.engineValidate()...\n" + failure);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].transport.log()->statements.size(), 1U);
}

// An exception that a way ends with is printed twice, the second time as Java prints all of them.
TEST(PathSearch, KnowsTheExceptionBehindItsLine) {
  const std::string exception =
      "java.security.cert.CertPathValidatorException: Unrecognized critical extension(s)";
  EXPECT_TRUE(read("certpath: SunCertPathBuilder.depthFirstSearchForward(): validation failed: " +
                   exception + "\n" + exception + "\n\tat java.base/X.verifyCert(X.java:765)\n")
                  .empty());
  EXPECT_EQ(read(exception + "\n").size(), 1U);
  // Only directly behind it.
  EXPECT_EQ(
      read("certpath: validation failed: " + exception + "\nHandshake failed\n" + exception + "\n")
          .size(),
      1U);
}

}  // namespace
}  // namespace tlswhy
