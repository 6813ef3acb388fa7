// Stores of which only a list is known: names and fingerprints, no certificates.
#include <gtest/gtest.h>

#include "model/testing/paths.hpp"

namespace tlswhy::testing {
namespace {

using knowledge::PathBuilding;
using Listed = CertificateGraph::Listed;

Certificate listed(const char* name, const Sha256& fingerprint) {
  Certificate out;
  out.listed = true;
  out.common_name = name;
  out.sha256 = fingerprint;
  return out;
}
Certificate listed(const char* name) {
  Sha256 other{};
  other.front() = 0x77;
  return listed(name, other);
}

PathVerdict verdict(const std::vector<Certificate>& sent, const std::vector<Certificate>& store,
                    PathBuilding way) {
  return judge_path({.building = way}, CertificateGraph(list(sent), list(store)),
                    {.host = ServerName("shop.lab.test"), .at = now});
}

constexpr auto ways = {PathBuilding::searches, PathBuilding::trusted_first,
                       PathBuilding::best_issuer, PathBuilding::sent_first,
                       PathBuilding::sent_first_or_shorter};

TEST(ListedRoots, ARootThatWasSentIsTrustedByItsFingerprint) {
  const Certificates c;
  for (const PathBuilding way : ways) {
    const auto v = verdict({c.leaf, c.issuing, c.root}, {listed("Root", c.root.sha256)}, way);
    EXPECT_TRUE(v.accepted);
    EXPECT_FALSE(v.anchor_assumed || v.anchor_named);
  }
}

TEST(ListedRoots, ANameAloneIsNoAnchorThatIsSeen) {
  const Certificates c;
  for (const PathBuilding way : ways) {
    const auto v = verdict({c.leaf, c.issuing}, {listed("Root")}, way);
    EXPECT_TRUE(v.accepted && v.anchor_assumed && v.anchor_named);
    EXPECT_FALSE(verdict({c.leaf, c.issuing}, {listed("Other Root")}, way).accepted);
  }
}

TEST(ListedRoots, ASelfSignedCertificateOfTheNameIsNotTheRoot) {
  const Certificates c;
  for (const PathBuilding way : ways) {
    const auto v = verdict({c.leaf, c.issuing, c.root}, {listed("Root")}, way);
    EXPECT_TRUE(v.has(knowledge::CauseId::untrusted_root));
  }
  const CertificateGraph graph(list({c.leaf, c.issuing, c.root}), list({listed("Root")}));
  EXPECT_EQ(graph.issuer_listed(1), Listed::another);
  EXPECT_EQ(graph.issuer_listed(0), Listed::no);
  EXPECT_FALSE(verdict({c.root}, {listed("Root")}, PathBuilding::searches).accepted);
}

TEST(ListedRoots, ACrossSignOfAListedRootEndsThere) {
  const Certificates c;
  for (const PathBuilding way : ways) {
    const auto v = verdict({c.leaf, c.issuing, c.cross}, {listed("Root")}, way);
    EXPECT_TRUE(v.accepted && v.anchor_named);
  }
}

TEST(ListedRoots, CertificatesBesideTheListCountAsEver) {
  const Certificates c;
  const std::vector<Certificate> store = {listed("Other Root"), c.root,
                                          listed("Root", c.root.sha256)};
  const auto v = verdict({c.leaf, c.issuing}, store, PathBuilding::trusted_first);
  EXPECT_TRUE(v.accepted);
  EXPECT_FALSE(v.anchor_assumed);
  const CertificateGraph graph(list({c.leaf, c.issuing}), list(store));
  EXPECT_EQ(graph.listed(), 1U);
  EXPECT_EQ(graph.size(), 3U);
}

TEST(ListedRoots, ANamelessIssuerIsNobody) {
  Certificates c;
  c.issuing.issuer.clear();
  EXPECT_FALSE(verdict({c.leaf, c.issuing}, {listed("Root")}, PathBuilding::searches).accepted);
}

}  // namespace
}  // namespace tlswhy::testing
