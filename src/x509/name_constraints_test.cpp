#include "x509/name_constraints.hpp"

#include <gtest/gtest.h>

#include "wire/testing/tls_bytes.hpp"

namespace tlswhy::testing {
namespace {

using Kind = NameConstraints::Kind;

Certificate read(const std::string& name) {
  return read_certificate(as_bytes(fixture("certificates/" + name + ".der")));
}

TEST(NameConstraints, BindThoseBelow) {
  EXPECT_EQ(judge_names(read("issuing"), read("leaf")), NameVerdict::allowed);
  EXPECT_EQ(judge_names(read("issuing"), read("outside")), NameVerdict::outside);
  EXPECT_EQ(judge_names(read("root"), read("outside")), NameVerdict::allowed);
}

TEST(NameConstraints, MayBeReadOrNot) {
  const auto dns = [](const char* base) {
    return NameConstraints{.permitted = {{Kind::dns, base}}, .excluded = {}};
  };
  EXPECT_FALSE(has_unreadable_domain(dns("lab.test")));
  EXPECT_FALSE(has_unreadable_domain(dns(".lab.test")));
  EXPECT_TRUE(has_unreadable_domain(dns("lab.test.")));
  EXPECT_TRUE(has_unreadable_domain(dns("lab..test")));
  Certificate subject;
  subject.dns_names = {"shop.lab.test"};
  EXPECT_FALSE(has_unreadable_domain(subject));
  subject.dns_names.emplace_back(".lab.test");
  EXPECT_FALSE(has_unreadable_domain(subject));
  subject.dns_names.emplace_back("shop.lab.test.");
  EXPECT_TRUE(has_unreadable_domain(subject));
  EXPECT_TRUE(has_empty_dns(dns("")));
  EXPECT_FALSE(has_empty_dns(dns("test")));
}

TEST(NameConstraints, CoverANameAndWhatIsBelow) {
  const NameConstraints permitted{.permitted = {{Kind::dns, "Lab.test"}}, .excluded = {}};
  EXPECT_TRUE(allows_dns_name(permitted, "lab.test"));
  EXPECT_TRUE(allows_dns_name(permitted, "shop.lab.TEST"));
  EXPECT_FALSE(allows_dns_name(permitted, "collab.test"));
  EXPECT_FALSE(allows_dns_name(permitted, "test"));
  const NameConstraints excluded{.permitted = {}, .excluded = {{Kind::dns, ".lab.test"}}};
  EXPECT_FALSE(allows_dns_name(excluded, "shop.lab.test"));
  EXPECT_TRUE(allows_dns_name(excluded, "lab.test"));
  // Of another form nothing is said.
  EXPECT_TRUE(allows_address(permitted, *parse_ip("192.0.2.1")));
}

TEST(NameConstraints, CoverRangesOfAddresses) {
  const NameConstraints range{.permitted = {{Kind::ip, "192.0.2.0/255.255.255.0"}},
                              .excluded = {{Kind::ip, "2001:db8::/ffff:ffff::"}}};
  EXPECT_TRUE(allows_address(range, *parse_ip("192.0.2.77")));
  EXPECT_FALSE(allows_address(range, *parse_ip("192.0.3.1")));
  EXPECT_FALSE(allows_address(range, *parse_ip("2001:db8::1")));
  EXPECT_FALSE(has_unreadable_range(range));
  EXPECT_TRUE(has_unreadable_range({.permitted = {{Kind::ip, "7f000001"}}, .excluded = {}}));
}

TEST(NameConstraints, KnowWildcardsAndRareForms) {
  Certificate leaf;
  leaf.dns_names = {"*.lab.test"};
  EXPECT_TRUE(excludes_wildcard({.permitted = {}, .excluded = {{Kind::dns, "a.lab.test"}}}, leaf));
  EXPECT_FALSE(excludes_wildcard({.permitted = {}, .excluded = {{Kind::dns, "a.b.test"}}}, leaf));
  EXPECT_TRUE(has_rare_form({.permitted = {{Kind::directory, "CN=x"}}, .excluded = {}}));
  EXPECT_FALSE(has_rare_form({.permitted = {{Kind::uri, ".test"}}, .excluded = {}}));
}

}  // namespace
}  // namespace tlswhy::testing
