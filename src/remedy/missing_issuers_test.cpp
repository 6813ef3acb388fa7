#include "remedy/missing_issuers.hpp"

#include <gtest/gtest.h>

#include "model/testing/learned.hpp"

namespace tlswhy {
namespace {

using testing::fixture_certificate;

std::vector<std::string> names(const CertificateList& list) {
  std::vector<std::string> out;
  for (const auto& certificate : list) out.push_back(certificate->common_name);
  return out;
}
using Names = std::vector<std::string>;

CertificateList certificates(std::initializer_list<const char*> wanted) {
  CertificateList out;
  for (const char* name : wanted) out.push_back(fixture_certificate(name));
  return out;
}

TEST(MissingIssuers, WhatIsAtHandCompletesThePath) {
  const auto found =
      missing_issuers(certificates({"leaf"}), certificates({"root"}), certificates({"issuing"}));
  ASSERT_EQ(found.ways.size(), 1U);
  EXPECT_EQ(names(found.ways.front()), (Names{"leaf", "issuing"}));
}

TEST(MissingIssuers, StandsBehindWhatItIssued) {
  const auto found = missing_issuers(certificates({"leaf", "pss-issuing"}), certificates({"root"}),
                                     certificates({"path-length", "issuing"}));
  ASSERT_EQ(found.ways.size(), 1U);
  EXPECT_EQ(names(found.ways.front()), (Names{"leaf", "issuing", "pss-issuing"}));
}

TEST(MissingIssuers, AreNamedWhereNobodyHasThem) {
  const auto found = missing_issuers(certificates({"leaf"}), certificates({"root"}),
                                     certificates({"pss-issuing"}));
  EXPECT_TRUE(found.ways.empty());
  ASSERT_TRUE(found.stops_at);
  EXPECT_EQ(found.stops_at->common_name, "leaf");
  EXPECT_TRUE(found.at_hand.empty());
}

// The same name is not enough: other-root is another key under the name of root.
TEST(MissingIssuers, ARootOfTheSameNameEndsNoPath) {
  const auto found = missing_issuers(certificates({"leaf"}), certificates({"other-root"}),
                                     certificates({"issuing"}));
  EXPECT_TRUE(found.ways.empty());
  ASSERT_TRUE(found.stops_at);
  EXPECT_EQ(found.stops_at->common_name, "issuing");
  EXPECT_EQ(names(found.at_hand), Names{"issuing"});
}

TEST(MissingIssuers, WithoutAStoreNoPathIsKnownToEnd) {
  const auto found =
      missing_issuers(certificates({"leaf"}), std::nullopt, certificates({"issuing"}));
  EXPECT_TRUE(found.ways.empty());
  EXPECT_EQ(names(found.at_hand), Names{"issuing"});
}

TEST(MissingIssuers, NothingIsMissingInAWholeChain) {
  const auto found = missing_issuers(certificates({"leaf", "issuing"}), certificates({"root"}),
                                     certificates({"issuing"}));
  EXPECT_TRUE(found.ways.empty());
  EXPECT_FALSE(found.stops_at);
}

TEST(MissingIssuers, OfNothingAreNone) {
  EXPECT_TRUE(missing_issuers({}, certificates({"root"}), certificates({"issuing"})).ways.empty());
}

}  // namespace
}  // namespace tlswhy
