#include "x509/path.hpp"

#include <gtest/gtest.h>

#include "wire/testing/tls_bytes.hpp"

namespace tlswhy::testing {
namespace {

Certificate read(const std::string& name) {
  return read_certificate(as_bytes(fixture("certificates/" + name + ".der")));
}

class Sent {
 public:
  explicit Sent(std::initializer_list<const char*> names) {
    for (const char* name : names) certificates_.push_back(read(name));
  }
  [[nodiscard]] SentPath path() const {
    std::vector<const Certificate*> sent;
    for (const Certificate& c : certificates_) sent.push_back(&c);
    return sent_path(sent);
  }

 private:
  std::vector<Certificate> certificates_;
};

using Indices = std::vector<std::size_t>;

TEST(Path, GoesUpFromTheFirstOneInWhateverOrder) {
  EXPECT_EQ(Sent({"leaf", "issuing", "root"}).path().indices, (Indices{0, 1, 2}));
  EXPECT_EQ(Sent({"leaf", "root", "issuing"}).path().indices, (Indices{0, 2, 1}));
  EXPECT_EQ(Sent({"leaf", "staple", "issuing"}).path().indices, (Indices{0, 2}));
  EXPECT_TRUE(Sent({"leaf", "issuing", "root"}).path().ends_self_issued);
  EXPECT_FALSE(Sent({"leaf", "issuing"}).path().ends_self_issued);
}

TEST(Path, StopsWhereTheIssuerIsNotSent) {
  const SentPath path = Sent({"leaf", "root"}).path();
  EXPECT_EQ(path.indices, Indices{0});
  EXPECT_FALSE(path.broken_signature);
}

TEST(Path, SeesAnIssuerOfTheSameNameWithAnotherKey) {
  const SentPath path = Sent({"common-name", "other-root"}).path();
  EXPECT_TRUE(path.broken_signature);
  EXPECT_EQ(path.broken_at, 0U);
  EXPECT_FALSE(Sent({"common-name", "root"}).path().broken_signature);
}

TEST(Path, SignaturesVerifyPssToo) {
  EXPECT_EQ(signed_by(read("leaf"), read("issuing")), true);
  EXPECT_EQ(signed_by(read("pss-leaf"), read("pss-issuing")), true);
  EXPECT_EQ(signed_by(read("critical"), read("root")), true);
  EXPECT_EQ(signed_by(read("common-name"), read("other-root")), false);
}

TEST(Path, NameConstraintsBindThoseBelow) {
  EXPECT_TRUE(name_constraints_allow(read("issuing"), read("leaf")));
  EXPECT_FALSE(name_constraints_allow(read("issuing"), read("outside")));
  EXPECT_TRUE(name_constraints_allow(read("root"), read("outside")));
}

// RFC 9525 §6.
TEST(Names, AreCoveredExactlyOrByOneLabelOfWildcard) {
  const Certificate leaf = read("leaf");
  EXPECT_EQ(match_name(leaf, "www.example.test"), NameMatch::exact);
  EXPECT_EQ(match_name(leaf, "WWW.Example.TEST"), NameMatch::exact);
  EXPECT_EQ(match_name(leaf, "v1.api.example.test"), NameMatch::wildcard);
  EXPECT_EQ(match_name(leaf, "a.v1.api.example.test"), NameMatch::none);
  EXPECT_EQ(match_name(leaf, "api.example.test"), NameMatch::none);
  EXPECT_EQ(match_name(leaf, "xwww.example.test"), NameMatch::none);
  EXPECT_EQ(match_name(leaf, "leaf"), NameMatch::common_name);
}

TEST(Names, AddressesMatchAddressesOnly) {
  const Certificate leaf = read("leaf");
  EXPECT_EQ(match_name(leaf, "192.0.2.1"), NameMatch::exact);
  EXPECT_EQ(match_name(leaf, "2001:db8::1"), NameMatch::exact);
  EXPECT_EQ(match_name(leaf, "192.0.2.2"), NameMatch::none);
}

TEST(Names, TheCommonNameIsAnOldSubstitute) {
  EXPECT_EQ(match_name(read("common-name"), "www.example.test"), NameMatch::common_name);
  EXPECT_EQ(match_name(read("common-name"), "other.example.test"), NameMatch::none);
}

TEST(Names, AWildcardBelowATopLevelLabelIsTold) {
  EXPECT_EQ(match_name(read("critical"), "www.test"), NameMatch::wildcard);
  EXPECT_TRUE(wildcard_below_top_label(read("critical"), "www.test"));
  EXPECT_FALSE(wildcard_below_top_label(read("leaf"), "v1.api.example.test"));
}

}  // namespace
}  // namespace tlswhy::testing
