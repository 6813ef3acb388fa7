// How clients that do not go back find their way up, and what single clients mind or pass over.
#include <gtest/gtest.h>

#include <functional>

#include "model/testing/paths.hpp"

namespace tlswhy::testing {
namespace {

using knowledge::CommonNameConstraint;
using knowledge::PathBuilding;
using knowledge::PathRules;
using Kind = NameConstraints::Kind;

constexpr auto ways = {PathBuilding::searches, PathBuilding::trusted_first,
                       PathBuilding::sent_first, PathBuilding::sent_first_or_shorter};

// One letter for each way to build, where it takes the chain.
std::string taken(const std::vector<Certificate>& sent, const std::vector<Certificate>& store) {
  std::string out;
  for (const PathBuilding way : ways)
    out += judged(sent, store, {.building = way}).empty() ? '+' : '-';
  return out;
}

TEST(PathWays, TheFirstIssuerIsTheOnlyOne) {
  const Certificates c;
  EXPECT_EQ(taken({c.leaf, c.issuing, c.astray}, {c.root}), "++++");
  EXPECT_EQ(taken({c.leaf, c.astray, c.issuing}, {c.root}), "+---");
}

TEST(PathWays, AGoodPathWinsOverABadOne) {
  const Certificates c;
  Certificate crossed = authority("Root", "Old Root"), expired = c.issuing;
  crossed.not_after = expired.not_after = before_now;
  expired.sha256.front() = 1;
  const Certificate old = authority("Old Root", "Old Root");
  EXPECT_EQ(judged({c.leaf, c.issuing, crossed}, {old}, {}), "expired-intermediate");
  EXPECT_EQ(judged({c.leaf, c.issuing, crossed}, {old, c.root}, {}), "");
  EXPECT_EQ(judged({c.leaf, expired, c.issuing}, {c.root}, {}), "");
}

TEST(PathWays, OneThatIsValidNowIsPreferred) {
  Certificates c;
  c.astray.not_after = before_now;
  EXPECT_EQ(taken({c.leaf, c.astray, c.issuing}, {c.root}), "++-+");
}

TEST(PathWays, ACrossSignLeadsPastATrustedRoot) {
  Certificates c;
  c.cross.not_after = before_now;
  Certificate old = authority("Old", "Old");
  // Nobody has the old root: who takes sent ones first finds the new one by going down again, or
  // knows it by its name and key.
  EXPECT_EQ(taken({c.leaf, c.issuing, c.cross}, {c.root}), "++++");
  // With both in the store the way over the expired cross-sign ends at an anchor.
  EXPECT_EQ(taken({c.leaf, c.issuing, c.cross}, {c.root, old}), "+++-");
}

TEST(PathWays, ACircleEnds) {
  const Certificates c;
  const Certificate other = authority("Elsewhere", "Issuing");
  EXPECT_EQ(taken({c.leaf, c.astray, other}, {c.root}), "----");
  std::vector<Certificate> endless = {c.leaf, authority("Issuing", "1")};
  for (int i = 1; i < 140; ++i)
    endless.push_back(authority(std::to_string(i), std::to_string(i + 1)));
  endless.push_back(authority("140", "Root"));
  EXPECT_EQ(judged(endless, {c.root}, {}), "chain-too-long");
}

TEST(PathWays, ARootWhoseKeyIdentifierNamesAnotherIsNoneToSome) {
  Certificates c;
  c.root.subject_key_id = {1};
  c.root.authority_key_id = AuthorityKeyId{.key_id = {2}, .issuer = {}, .serial = {}};
  const PathRules rules{.anchors = knowledge::AnchorRule::self_signed,
                        .key_ids = knowledge::KeyIdRule::all};
  EXPECT_EQ(judged({c.leaf, c.issuing}, {c.root}, rules), "untrusted-root");
  EXPECT_EQ(judged({c.leaf, c.issuing}, {c.root}, {.anchors = rules.anchors}), "");
}

// The root that was sent fits by its lack of a key identifier, the trusted one of its key does not.
TEST(PathWays, ASentRootIsADeadEndForSome) {
  Certificates c;
  c.issuing.authority_key_id = AuthorityKeyId{.key_id = {1}, .issuer = {}, .serial = {}};
  Certificate trusted = c.root;
  trusted.sha256.front() ^= 1;
  trusted.subject_key_id = {2};
  const auto with = [&](PathBuilding way) {
    return judged({c.leaf, c.issuing, c.root}, {trusted},
                  {.building = way, .key_ids = knowledge::KeyIdRule::key_id});
  };
  EXPECT_EQ(with(PathBuilding::trusted_first), "untrusted-root");
  EXPECT_EQ(with(PathBuilding::sent_first), "untrusted-root");
  trusted.subject_key_id = {1};
  EXPECT_EQ(with(PathBuilding::trusted_first), "");
  EXPECT_EQ(with(PathBuilding::sent_first), "");
}

TEST(PathConstraints, BindTheCommonNameForSome) {
  Certificates c;
  c.issuing.name_constraints =
      NameConstraints{.permitted = {}, .excluded = {{Kind::dns, "shop.test"}}};
  const auto minds = [&c](const char* host) {
    std::string out;
    for (const auto rule : {CommonNameConstraint::never, CommonNameConstraint::without_dns_name,
                            CommonNameConstraint::without_san, CommonNameConstraint::by_kind})
      out += judged({c.leaf, c.issuing}, {c.root}, {.constrains_common_name = rule}, host).empty()
                 ? '+'
                 : '-';
    return out;
  };
  EXPECT_EQ(minds("shop.lab.test"), "++++");
  c.leaf.dns_names.clear();
  c.leaf.ip_addresses = {"192.0.2.1"};
  EXPECT_EQ(minds("192.0.2.1"), "+-+-");
  c.leaf.has_subject_alt_name = false;
  c.leaf.ip_addresses.clear();
  EXPECT_EQ(minds(""), "+---");
  // An address is no dNSName to who tells them apart.
  c.leaf.common_name = "192.0.2.1";
  c.issuing.name_constraints->excluded = {{Kind::ip, "192.0.2.0/255.255.255.0"}};
  EXPECT_EQ(minds(""), "+++-");
}

TEST(PathConstraints, BindAlsoACommonNameThatCanBeNoHostForOne) {
  Certificates c;
  c.issuing.name_constraints =
      NameConstraints{.permitted = {{Kind::dns, "lab.test"}}, .excluded = {}};
  c.leaf.common_name = "the shop";
  const auto minds = [&c](CommonNameConstraint rule) {
    return judged({c.leaf, c.issuing}, {c.root}, {.constrains_common_name = rule}, "");
  };
  EXPECT_EQ(minds(CommonNameConstraint::any_text), "");  // a dNSName stands for it
  c.leaf.dns_names.clear();
  EXPECT_EQ(minds(CommonNameConstraint::any_text), "name-constraint");
  EXPECT_EQ(minds(CommonNameConstraint::without_dns_name), "");
}

TEST(PathConstraints, HaveALimit) {
  Certificates c;
  c.leaf.names = 1025;
  c.issuing.name_constraints = NameConstraints{.permitted = {{Kind::dns, "test"}}, .excluded = {}};
  EXPECT_EQ(judged({c.leaf, c.issuing}, {c.root}, {}), "");
  EXPECT_EQ(judged({c.leaf, c.issuing}, {c.root}, {.maximum_name_checks = 1}), "name-constraint");
  c.leaf.names = 1024;
  EXPECT_EQ(judged({c.leaf, c.issuing}, {c.root}, {.maximum_name_checks = 1}), "");
}

// What `change` makes of a good chain, by a client with `rules` and by one without any.
std::string both(const PathRules& rules, const std::function<void(Certificates&)>& change) {
  Certificates c;
  change(c);
  const std::vector<Certificate> sent = {c.leaf, c.issuing};
  return judged(sent, {c.root}, {}) + "/" + judged(sent, {c.root}, rules);
}

TEST(PathRulesOfSome, ReadCertificatesMoreOrLessStrictly) {
  using knowledge::UnreadableExtensions;
  using knowledge::UnreadableNames;
  EXPECT_EQ(both({.last_second_expired = true}, [](auto& c) { c.leaf.not_after = now; }),
            "/cert-expired");
  EXPECT_EQ(both({.takes_empty_eku = true},
                 [](auto& c) {
                   c.leaf.has_extended_key_usage = true;
                   c.leaf.server_auth = false;
                 }),
            "eku-not-serverauth/");
  EXPECT_EQ(both({.takes_critical_authority = true},
                 [](auto& c) { c.issuing.unknown_critical = {"2.5.29.35"}; }),
            "unknown-critical-ext/");
  EXPECT_EQ(both({.takes_critical_subject_key_id = true},
                 [](auto& c) { c.issuing.unknown_critical = {"2.5.29.14"}; }),
            "unknown-critical-ext/");
  EXPECT_EQ(both({.takes_explicit_curves = true}, [](auto& c) { c.leaf.explicit_curve = true; }),
            "malformed-certificate/");
  EXPECT_EQ(both({.takes_empty_key_usage = true}, [](auto& c) { c.issuing.has_key_usage = true; }),
            "intermediate-not-ca/");
  EXPECT_EQ(both({.empty_subject_strict = true}, [](auto& c) { c.leaf.subject.clear(); }),
            "/malformed-certificate");
  EXPECT_EQ(both({.unreadable_extensions = UnreadableExtensions::ignored},
                 [](auto& c) { c.leaf.unreadable = {"2.5.29.17"}; }),
            "malformed-certificate/");
  EXPECT_EQ(both({.unreadable_extensions = UnreadableExtensions::all},
                 [](auto& c) { c.leaf.unreadable = {"1.3.6.1.5.5.7.1.1"}; }),
            "/malformed-certificate");
  EXPECT_EQ(both({.unreadable_names = UnreadableNames::refused},
                 [](auto& c) { c.leaf.unreadable_address = true; }),
            "/malformed-certificate");
  EXPECT_EQ(
      both({.takes_repeated_unknown = true}, [](auto& c) { c.leaf.repeated_extension = true; }),
      "malformed-certificate/");
  EXPECT_EQ(both({.takes_repeated_unknown = true},
                 [](auto& c) { c.leaf.repeated_extension = c.leaf.repeated_known = true; }),
            "malformed-certificate/malformed-certificate");
  EXPECT_EQ(
      both({.early_minutes = 1}, [](auto& c) { c.leaf.not_before.ns = now.ns + 60'000'000'000; }),
      "not-yet-valid/");
  EXPECT_EQ(both({.needs_leaf_issuer = true},
                 [](auto& c) {
                   c.leaf.issuer.clear();
                   c.issuing.subject.clear();
                 }),
            "/malformed-certificate");
  EXPECT_EQ(both({.takes_empty_dns_constraint = false},
                 [](auto& c) {
                   c.issuing.name_constraints =
                       NameConstraints{.permitted = {{Kind::dns, ""}}, .excluded = {}};
                 }),
            "/name-constraint");
  EXPECT_EQ(both({.anchor_authority = knowledge::AnchorAuthority::unless_no_ca},
                 [](auto& c) { c.root.has_key_usage = true; }),
            "/");
  EXPECT_EQ(both({.anchor_authority = knowledge::AnchorAuthority::unless_no_ca},
                 [](auto& c) { c.root.is_ca = false; }),
            "/intermediate-not-ca");
}

TEST(PathRulesOfSome, ReadWhatIsBesideThePath) {
  const Certificates c;
  Certificate stranger = authority("Stranger", "Nobody");
  const PathRules rules{.reads_all_sent = true};
  EXPECT_EQ(judged({c.leaf, c.issuing, stranger}, {c.root}, rules), "");
  stranger.repeated_extension = true;
  EXPECT_EQ(judged({c.leaf, c.issuing, stranger}, {c.root}, rules), "malformed-certificate");
  EXPECT_EQ(judged({c.leaf, c.issuing, stranger}, {c.root}, {}), "");
}

TEST(PathRulesOfSome, KnowPoliciesEnforceThemOrDoNot) {
  using knowledge::PolicyRule;
  const auto taken_with = [](const char* oid) {
    std::string out;
    for (const auto rule :
         {PolicyRule::known, PolicyRule::constraints_unknown, PolicyRule::inhibition_known,
          PolicyRule::unknown, PolicyRule::enforced}) {
      Certificates c;
      c.issuing.extensions = {{oid, true}};
      c.issuing.policies.require_explicit = 0;
      out += judged({c.leaf, c.issuing}, {c.root}, {.policies = rule}) + "/";
    }
    return out;
  };
  EXPECT_EQ(taken_with("2.5.29.36"),
            "/unknown-critical-ext/unknown-critical-ext/unknown-critical-ext/policy-constraint/");
  EXPECT_EQ(taken_with("2.5.29.32"), "///unknown-critical-ext/policy-constraint/");
  EXPECT_EQ(taken_with("2.5.29.54"),
            "/unknown-critical-ext//unknown-critical-ext/policy-constraint/");
}

TEST(PathRulesOfSome, TakeAnyPurposeOrNot) {
  using knowledge::AnyPurpose;
  const auto taken_of = [](bool ca, const std::vector<std::string>& purposes) {
    std::string out;
    for (const auto rule : {AnyPurpose::everywhere, AnyPurpose::leaf, AnyPurpose::nowhere}) {
      Certificates c;
      Certificate& that = ca ? c.issuing : c.leaf;
      that.has_extended_key_usage = true;
      that.extended_key_usages = purposes;
      const PathRules rules{.any_purpose = rule, .intermediate_eku = true};
      out += judged({c.leaf, c.issuing}, {c.root}, rules).empty() ? '+' : '-';
    }
    return out;
  };
  EXPECT_EQ(taken_of(false, {"2.5.29.37.0"}), "++-");
  EXPECT_EQ(taken_of(true, {"2.5.29.37.0"}), "+--");
  EXPECT_EQ(taken_of(true, {"2.5.29.37.0", "1.3.6.1.5.5.7.3.1"}), "+++");
}

TEST(PathWays, FromTheStoreNoWayLeadsBackToWhatWasSent) {
  const Certificates c;
  const Certificate upper = authority("Root", "Top");
  const Certificate top = authority("Top", "Top");
  const PathRules rules{.anchors = knowledge::AnchorRule::self_signed,
                        .building = PathBuilding::trusted_first};
  EXPECT_EQ(judged({c.leaf, c.issuing, upper}, {top}, rules), "");
  EXPECT_EQ(judged({c.leaf, c.issuing, upper}, {c.issuing, top}, rules), "untrusted-root");
}

TEST(PathRulesOfSome, CountSelfIssuedCas) {
  Certificates c;
  const Certificate again = authority("Root", "Root");
  c.root.path_length = 1;
  const auto long_way = [&](bool count) {
    const CertificateGraph graph(list({c.leaf, c.issuing, again}), list({c.root}));
    PathRules rules{.key_ids = knowledge::KeyIdRule::all, .self_issued_count = count};
    return judge_path(rules, graph, {.host = {}, .at = now}).accepted;
  };
  EXPECT_TRUE(long_way(false));
}

TEST(PathRulesOfSome, EnforceTheProfile) {
  const PathRules strict{.strict = true};
  const auto good = [](Certificates& c) {
    for (Certificate* ca : {&c.issuing, &c.root}) {
      ca->extensions = {{"2.5.29.19", true}};
      ca->has_key_usage = true;
      ca->key_usage = 1U << static_cast<unsigned>(KeyUsage::key_cert_sign);
      ca->subject_key_id = {1};
    }
    for (Certificate* c_below : {&c.leaf, &c.issuing})
      c_below->authority_key_id = AuthorityKeyId{.key_id = {1}, .issuer = {}, .serial = {}};
  };
  EXPECT_EQ(both(strict, good), "/");
  const auto variant = [&](const std::function<void(Certificates&)>& change) {
    Certificates c;
    good(c);
    change(c);
    const CertificateGraph graph(list({c.leaf, c.issuing}), list({c.root}));
    const auto verdict = judge_path(strict, graph, {.host = {}, .at = now});
    return verdict.accepted ? std::string("taken") : std::string(verdict.faults.at(0).variant);
  };
  EXPECT_EQ(variant([](auto& c) { c.issuing.extensions = {{"2.5.29.19", false}}; }),
            "bc-not-critical");
  EXPECT_EQ(variant([](auto& c) { c.root.has_key_usage = false; }), "no-key-usage");
  EXPECT_EQ(variant([](auto& c) { c.leaf.authority_key_id.reset(); }), "no-authority-key-id");
  EXPECT_EQ(variant([](auto& c) { c.issuing.subject_key_id.clear(); }), "no-subject-key-id");
  EXPECT_EQ(variant([](auto& c) { c.root.authority_key_id.reset(); }), "taken");
}

TEST(PathNamesOfSome, WildcardsStandForMore) {
  using knowledge::WildcardRule;
  const auto matched = [](const char* name, const char* host) {
    std::string out;
    for (const auto rule :
         {WildcardRule::whole_label, WildcardRule::part_of_label, WildcardRule::any_label,
          WildcardRule::end_of_label, WildcardRule::start_of_label}) {
      Certificates c;
      c.leaf.dns_names = {name};
      out += judged({c.leaf, c.issuing}, {c.root}, {.wildcards = rule}, host).empty() ? '+' : '-';
    }
    return out;
  };
  EXPECT_EQ(matched("*.lab.test", "shop.lab.test"), "+++++");
  EXPECT_EQ(matched("sh*.lab.test", "shop.lab.test"), "-+++-");
  EXPECT_EQ(matched("*op.lab.test", "shop.lab.test"), "-++-+");
  EXPECT_EQ(matched("sh*op.lab.test", "shop.lab.test"), "-++--");
  EXPECT_EQ(matched("shop.*.test", "shop.lab.test"), "--+--");
  EXPECT_EQ(matched("*va.lab.test", "xn--bcher-kva.lab.test"), "-+--+");
  EXPECT_EQ(matched("xn*.lab.test", "xn--bcher-kva.lab.test"), "-+---");
  EXPECT_EQ(matched("*.lab.test", "xn--bcher-kva.lab.test"), "+++++");
  EXPECT_EQ(matched("xn--*.lab.test", "xn--shop.lab.test"), "-----");
  EXPECT_EQ(matched("*.lab.test", "a.shop.lab.test"), "-----");
  EXPECT_EQ(matched("*.lab.test", ".lab.test"), "-----");
}

TEST(PathNamesOfSome, DotsAtTheEndAndPlainWildcards) {
  Certificates c;
  const auto with = [&c](const char* name, const PathRules& rules, const char* host) {
    c.leaf.dns_names = {name};
    return judged({c.leaf, c.issuing}, {c.root}, rules, host);
  };
  EXPECT_EQ(with("shop.lab.test.", {}, "shop.lab.test"), "name-mismatch");
  EXPECT_EQ(with("shop.lab.test.", {.takes_dotted_names = true}, "shop.lab.test"), "");
  EXPECT_EQ(with("*.lab.test.", {}, "shop.lab.test"), "name-mismatch");
  EXPECT_EQ(with("*.lab.test.", {.takes_dotted_names = true}, "shop.lab.test"), "");
  EXPECT_EQ(with("*.a_b.test", {}, "shop.a_b.test"), "");
  EXPECT_EQ(with("*.a_b.test", {.plain_wildcards = true}, "shop.a_b.test"), "name-mismatch");
  EXPECT_EQ(with("shop.a_b.test", {.plain_wildcards = true}, "shop.a_b.test"), "");
  EXPECT_EQ(with("*.lab.test", {}, "a_b.lab.test"), "");
  EXPECT_EQ(with("*.lab.test", {.plain_wildcards = true}, "a_b.lab.test"), "name-mismatch");
  using knowledge::WildcardRule;
  for (const bool plain : {true, false}) {
    const PathRules rules{.wildcards = WildcardRule::part_of_label, .plain_wildcards = plain};
    EXPECT_EQ(with("xn*.lab.test", rules, "xn--bcher-kva.lab.test"), plain ? "name-mismatch" : "");
    EXPECT_EQ(with("sh*.lab.test", rules, "shop.lab.test"), "");
  }
}

TEST(PathNamesOfSome, TheCommonNameCountsBesideOtherForms) {
  using knowledge::AddressRule;
  using knowledge::CommonNameRule;
  Certificates c;
  c.leaf.common_name = "shop.lab.test";
  c.leaf.dns_names.clear();
  const PathRules rules{.common_name = CommonNameRule::without_dns_or_ip_name};
  EXPECT_EQ(judged({c.leaf, c.issuing}, {c.root}, rules), "");
  c.leaf.ip_addresses = {"192.0.2.1"};
  EXPECT_EQ(judged({c.leaf, c.issuing}, {c.root}, rules), "cn-only");
  c.leaf.common_name = "192.0.2.2";
  const PathRules by_address{.addresses = AddressRule::ip_dns_or_common_name};
  EXPECT_EQ(judged({c.leaf, c.issuing}, {c.root}, by_address, "192.0.2.2"), "name-mismatch");
  c.leaf.ip_addresses.clear();
  c.leaf.dns_names = {"shop.lab.test"};
  EXPECT_EQ(judged({c.leaf, c.issuing}, {c.root}, by_address, "192.0.2.2"), "");
}

TEST(PathNamesOfSome, BareWildcardsUnderscoresAndAddressesInTheCommonName) {
  Certificates c;
  c.leaf.dns_names = {"*", "under_score.test"};
  const std::vector<Certificate> sent = {c.leaf, c.issuing};
  EXPECT_EQ(judged(sent, {c.root}, {}, "com"), "name-mismatch");
  EXPECT_EQ(judged(sent, {c.root}, {.takes_bare_wildcard = true}, "com"), "");
  EXPECT_EQ(judged(sent, {c.root}, {}, "under_score.test"), "");
  EXPECT_EQ(judged(sent, {c.root}, {.takes_underscores = false}, "under_score.test"),
            "name-mismatch");
  c.leaf = rsa_certificate("192.0.2.1", "Issuing");
  const PathRules lenient{.common_name = knowledge::CommonNameRule::without_san,
                          .addresses = knowledge::AddressRule::ip_or_common_name};
  EXPECT_EQ(judged({c.leaf, c.issuing}, {c.root}, lenient, "192.0.2.1"), "");
  EXPECT_EQ(judged({c.leaf, c.issuing}, {c.root}, lenient, "192.0.2.2"), "ip-without-ipsan");
}

}  // namespace
}  // namespace tlswhy::testing
