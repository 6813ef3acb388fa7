#include "report/rejection.hpp"

#include <gtest/gtest.h>

namespace tlswhy {
namespace {

using Kind = Rejection::Kind;

TEST(Rejection, CandidatesOfOneReasonStandTogetherInTheirOrder) {
  const auto groups = by_reason({{Kind::version, 0x0304, Constraint::offered},
                                 {Kind::cipher_suite, 0xc030, Constraint::enabled},
                                 {Kind::cipher_suite, 0xc02b, Constraint::credential},
                                 {Kind::cipher_suite, 0xc02f, Constraint::enabled}});
  ASSERT_EQ(groups.size(), 3U);
  EXPECT_EQ(groups[0].candidates, std::vector<std::string>{"TLSv1.3"});
  EXPECT_EQ(groups[1].candidates,
            (std::vector<std::string>{"TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
                                      "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"}));
  EXPECT_EQ(name_of(groups[1].kind), "cipher_suite");
  EXPECT_EQ(name_of(groups[1].why), "enabled");
  EXPECT_EQ(groups[2].why, Constraint::credential);
}

TEST(Rejection, ACandidateIsNamedOnceForEachReason) {
  const auto groups = by_reason({{Kind::cipher_suite, 0x1301, Constraint::version_of_suite},
                                 {Kind::cipher_suite, 0x1301, Constraint::version_of_suite},
                                 {Kind::cipher_suite, 0x1301, Constraint::common_group}});
  ASSERT_EQ(groups.size(), 2U);
  EXPECT_EQ(groups[0].candidates.size(), 1U);
  EXPECT_EQ(groups[1].candidates, std::vector<std::string>{"TLS_AES_128_GCM_SHA256"});
}

TEST(Rejection, NothingTurnedDownIsNothingToShow) { EXPECT_TRUE(by_reason({}).empty()); }

}  // namespace
}  // namespace tlswhy
