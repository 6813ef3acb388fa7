#include "model/path.hpp"

#include <gtest/gtest.h>

#include <functional>

#include "knowledge/ids/causes.hpp"
#include "model/testing/parties.hpp"
#include "wire/testing/tls_bytes.hpp"

namespace tlswhy::testing {
namespace {

using knowledge::AnchorAuthority;
using knowledge::AnchorRule;
using knowledge::CommonNameRule;
using knowledge::KeyUsageRule;
using knowledge::PathRules;

constexpr std::int64_t day = 86400;
constexpr Timestamp now{1'800'000'000LL * 1'000'000'000};
Timestamp days(std::int64_t count) { return {now.ns + count * day * 1'000'000'000}; }

constexpr std::uint16_t bit(KeyUsage usage) {
  return static_cast<std::uint16_t>(1U << static_cast<unsigned>(usage));
}

Certificate server(const std::string& issuer) {
  Certificate out = rsa_certificate("shop.test", issuer);
  out.has_subject_alt_name = true;
  out.dns_names = {"shop.lab.test"};
  return out;
}
void set_usage(Certificate& certificate, std::uint16_t usage) {
  certificate.has_key_usage = true;
  certificate.key_usage = usage;
}

struct Case {
  Certificate leaf = server("Issuing"), issuing = authority("Issuing", "Root"),
              root = authority("Root", "Root");
  PathRules rules;
  Situation situation{.host = ServerName("shop.lab.test"), .at = now};
  LeafUse use{};

  [[nodiscard]] PathVerdict verdict() const {
    return judge_path(rules, CertificateGraph(list({leaf, issuing}), list({root})), situation, use);
  }
  // The id of the cause of the refusal; "" where it is accepted.
  [[nodiscard]] std::string cause() const { return cause_of(verdict()); }
  static std::string cause_of(const PathVerdict& verdict) {
    if (verdict.accepted) return {};
    return std::string(knowledge::cause(verdict.faults.at(0).cause).name);
  }
};

std::string judged(const std::vector<Certificate>& sent, const std::vector<Certificate>& store,
                   const PathRules& rules = {}) {
  return Case::cause_of(judge_path(rules, CertificateGraph(list(sent), list(store)),
                                   {.host = ServerName("shop.lab.test"), .at = now}));
}

TEST(PathBuilding, TakesCertificatesInAnyOrderAndLeavesOutOthers) {
  const Case c;
  const Certificate other = authority("Other", "Elsewhere");
  EXPECT_EQ(judged({c.leaf, c.issuing}, {c.root}), "");
  EXPECT_EQ(judged({c.leaf, other, c.root, c.issuing}, {c.root}), "");
  EXPECT_EQ(c.verdict().path, (std::vector<std::size_t>{0, 1, 2}));
}

TEST(PathBuilding, NamesWhatIsMissing) {
  const Case c;
  const Certificate alone = rsa_certificate("alone", "alone");
  const Certificate elsewhere = authority("Elsewhere", "Elsewhere");
  EXPECT_EQ(judged({c.leaf}, {c.root}), "missing-intermediate");
  EXPECT_EQ(judged({c.leaf, c.issuing}, {elsewhere}), "untrusted-root");
  EXPECT_EQ(judged({alone}, {c.root}, {.checks_name = knowledge::NameCheck::never}),
            "self-signed-leaf");
  const auto variant = [&](const std::vector<Certificate>& sent) {
    const CertificateGraph graph(list(sent), list({elsewhere}));
    return judge_path({}, graph, {.host = {}, .at = now}).faults.at(0).variant;
  };
  EXPECT_EQ(variant({c.leaf, c.issuing}), "root-not-sent");
  EXPECT_EQ(variant({c.leaf, c.issuing, c.root}), "");
}

TEST(PathRules, LeavesIssuedFromADayOnMayBeHeldToMore) {
  Case c;
  c.rules = {.modern_from = 18'000, .maximum_days = 825, .needs_server_auth = true};
  c.issuing.not_before = c.root.not_before = {};
  const auto cause = [&c](std::int64_t begins, std::int64_t ends, bool purposes) {
    c.leaf.not_before = {from_seconds(18'000 * day).ns + begins};
    c.situation.at = c.leaf.not_after = {from_seconds(18'825 * day).ns + ends};
    c.leaf.has_extended_key_usage = purposes;
    return c.cause();
  };
  EXPECT_EQ(cause(0, 0, true), "");
  EXPECT_EQ(cause(0, 1, true), "validity-too-long");
  EXPECT_EQ(cause(-1, 1, false), "");  // of the day before
  EXPECT_EQ(cause(0, 0, false), "eku-not-serverauth");
}

TEST(PathBuilding, EndsOnLoops) {
  const Case c;
  EXPECT_EQ(judged({c.leaf, authority("Issuing", "A"), authority("A", "B"), authority("B", "A")},
                   {c.root}),
            "untrusted-root");
  std::vector<Certificate> many = {c.leaf};
  for (int i = 0; i < 40; ++i) many.push_back(authority("Issuing", "Issuing"));
  for (std::size_t i = 1; i < many.size(); ++i) many[i].sha256.front() = 7;
  EXPECT_EQ(judged(many, {c.root}), "untrusted-root");
}

TEST(PathBuilding, WhatIsNotKnownOfTheStoreIsAssumed) {
  const Case c;
  const Situation situation{.host = ServerName("shop.lab.test"), .at = now};
  const auto judge = [&](const std::vector<Certificate>& sent) {
    return judge_path({}, CertificateGraph(list(sent), std::nullopt), situation);
  };
  EXPECT_TRUE(judge({c.leaf, c.issuing}).anchor_assumed);
  EXPECT_TRUE(judge({c.leaf, c.issuing, c.root}).accepted);
  EXPECT_FALSE(judge({rsa_certificate("shop.lab.test", "shop.lab.test")}).accepted);
  Certificate expired = c.leaf;
  expired.not_after = days(-1);
  EXPECT_EQ(Case::cause_of(judge({expired, c.issuing})), "cert-expired");
}

// What is fetched counts only where it ends in the store, and a server network lets nobody fetch.
TEST(PathBuilding, AStoreThatIsKnownDecidesForThoseWhoFetchIssuersToo) {
  Case c;
  c.leaf.ca_issuers_urls = {"http://ca.test/issuing.crt"};
  c.issuing.ca_issuers_urls = {"http://ca.test/root.crt"};
  const PathRules fetches{.fetches_issuers = true};
  const Certificate elsewhere = authority("Elsewhere", "Elsewhere");
  EXPECT_EQ(judged({c.leaf}, {c.root}, fetches), "missing-intermediate");
  EXPECT_EQ(judged({c.leaf, c.issuing}, {elsewhere}, fetches), "untrusted-root");
  EXPECT_EQ(judged({c.leaf, c.issuing}, {c.root}, fetches), "");
}

// RFC 5280 section 4.2.1.1: issuer and serial number name one certificate of a CA, not its key.
TEST(PathBuilding, ARootMadeAgainWithAnotherSerialNumberIsNotTheOneThatIsNamed) {
  Case c;
  c.root.serial = "02";
  c.leaf.issuer = c.root.subject;
  c.leaf.authority_key_id = AuthorityKeyId{.key_id = {}, .issuer = {}, .serial = "01"};
  EXPECT_EQ(judged({c.leaf}, {c.root}, {.key_ids = knowledge::KeyIdRule::all}), "untrusted-root");
  EXPECT_EQ(judged({c.leaf}, {c.root}), "");
  c.root.serial = "01";
  EXPECT_EQ(judged({c.leaf}, {c.root}, {.key_ids = knowledge::KeyIdRule::all}), "");
}

TEST(PathBuilding, ClientsDifferInWhatMayEndAPath) {
  const Case c;
  const Certificate own = [] {
    Certificate out = server("shop.test");
    out.self_issued = true;
    return out;
  }();
  const auto ends = [&](AnchorRule rule) {
    const PathRules rules{.anchors = rule};
    std::string out;
    out += judged({c.leaf, c.issuing}, {c.issuing}, rules).empty() ? 'i' : '-';
    out += judged({c.leaf, c.issuing}, {c.leaf}, rules).empty() ? 'l' : '-';
    out += judged({own}, {own}, rules).empty() ? 's' : '-';
    return out;
  };
  EXPECT_EQ(ends(AnchorRule::any_trusted), "ils");
  EXPECT_EQ(ends(AnchorRule::issuers), "i--");
  EXPECT_EQ(ends(AnchorRule::issuers_or_self_signed), "i-s");
  EXPECT_EQ(ends(AnchorRule::self_signed), "--s");
}

TEST(PathBuilding, KeyIdentifiersCountForSome) {
  Case c;
  c.leaf.authority_key_id = AuthorityKeyId{.key_id = {1, 2}, .issuer = {}, .serial = {}};
  c.issuing.subject_key_id = {1, 2};
  c.rules.key_ids = knowledge::KeyIdRule::all;
  EXPECT_EQ(c.cause(), "");
  c.issuing.subject_key_id = {3};
  EXPECT_EQ(c.cause(), "missing-intermediate");
  c.rules.key_ids = knowledge::KeyIdRule::ignored;
  EXPECT_EQ(c.cause(), "");
}

TEST(PathChecks, SignaturesThatTheClientKnows) {
  Case c;
  const std::vector<SignatureScheme> known = {SignatureScheme{0x0401}, SignatureScheme{0x0403}};
  const std::vector<SignatureScheme> more = {SignatureScheme{0x0401}, SignatureScheme{0x0804}};
  c.rules.verifies = known;
  EXPECT_EQ(c.cause(), "");
  c.root.signature.hash = "MD5";  // an anchor is trusted by its key
  EXPECT_EQ(c.cause(), "");
  c.leaf.signature = {"1.2.840.113549.1.1.10", "RSASSA-PSS", "SHA256", true, {}};
  EXPECT_EQ(c.cause(), "pss-chain");
  c.rules.verifies = more;
  EXPECT_EQ(c.cause(), "");
  c.leaf.signature.hash = "SHA1";
  EXPECT_EQ(c.cause(), "sha1-cert");
  c.rules.verifies_pss_sha1 = true;
  EXPECT_EQ(c.cause(), "");
  c.leaf.signature = {"1.3.101.112", "ED25519", "", false, {}};
  EXPECT_EQ(c.cause(), "eddsa-cert-unsupported");
  c.leaf.signature = {"1.2.840.113549.1.1.4", "md5WithRSAEncryption", "MD5", false, {}};
  EXPECT_EQ(c.cause(), "md5-cert");
  c.leaf.signature = {"1.2.840.113549.1.1.5", "sha1WithRSAEncryption", "SHA1", false, {}};
  EXPECT_EQ(c.cause(), "sha1-cert");
  c.rules.verifies = {};  // nothing is said: all
  EXPECT_EQ(c.cause(), "");
}

TEST(PathChecks, KeysOfSufficientSize) {
  Case c;
  c.rules.minimum_rsa_bits = 2048;
  EXPECT_EQ(c.cause(), "");
  c.root.key_bits = 1024;
  EXPECT_EQ(c.cause(), "rsa-key-too-small");
  c.rules.judges_anchor_key = false;
  EXPECT_EQ(c.cause(), "");
  c.leaf.key_bits = 2047;
  EXPECT_EQ(c.verdict().faults.at(0).need, 2048U);
  c.leaf.key_bits = 16384;
  c.rules.maximum_rsa_bits = 8192;
  EXPECT_EQ(c.cause(), "rsa-key-too-large");
}

TEST(PathChecks, CurvesThatTheClientKnows) {
  Case c;
  const std::vector<NamedGroup> curves = {NamedGroup{23}};
  c.leaf.key = KeyKind::ec;
  c.leaf.key_bits = 256;
  c.leaf.group = NamedGroup{23};
  c.rules.curves = curves;
  EXPECT_EQ(c.cause(), "");
  c.leaf.group = NamedGroup{22};
  EXPECT_EQ(c.cause(), "curve-of-cert-unsupported");
  c.rules.curves = {};
  c.rules.minimum_ec_bits = 257;
  EXPECT_EQ(c.cause(), "curve-of-cert-unsupported");
}

TEST(PathChecks, PssKeysOfCasAndLeaves) {
  Case c;
  c.issuing.key = KeyKind::rsa_pss;
  EXPECT_EQ(c.cause(), "");
  c.rules.takes_pss_keys = false;
  EXPECT_EQ(c.cause(), "pss-chain");
  c.issuing.key = KeyKind::rsa;
  c.leaf.key = KeyKind::rsa_pss;
  EXPECT_EQ(c.cause(), "");
  c.leaf.key_pss_limits = PssParameters{.hash = "SHA256", .mgf1_hash = "SHA256"};
  EXPECT_EQ(c.cause(), "");
  c.leaf.key_pss_limits->mgf1_hash = "SHA1";
  EXPECT_EQ(c.cause(), "pss-key-oid-leaf");
  c.rules.strict_pss_keys = false;
  EXPECT_EQ(c.cause(), "");
}

TEST(PathChecks, DatesOfEachCertificate) {
  Case c;
  c.leaf.not_after = days(0);  // the last moment counts
  EXPECT_EQ(c.cause(), "");
  c.leaf.not_after.ns -= 1;
  EXPECT_EQ(c.cause(), "cert-expired");
  c.leaf = server("Issuing");
  c.leaf.not_before = days(1);
  EXPECT_EQ(c.cause(), "not-yet-valid");
  c.leaf = server("Issuing");
  c.root.not_after = days(-1);
  EXPECT_EQ(c.cause(), "expired-intermediate");
  EXPECT_EQ(c.verdict().faults.at(0).variant, "anchor-expired");
  c.rules.judges_anchor = false;
  EXPECT_EQ(c.cause(), "");
}

TEST(PathChecks, IssuersAreCas) {
  Case c;
  set_usage(c.issuing, bit(KeyUsage::key_cert_sign));
  EXPECT_EQ(c.cause(), "");
  set_usage(c.issuing, bit(KeyUsage::crl_sign));
  EXPECT_EQ(c.cause(), "intermediate-not-ca");
  EXPECT_EQ(c.verdict().faults.at(0).variant, "no-key-cert-sign");
  c.issuing = rsa_certificate("Issuing", "Root");
  EXPECT_EQ(c.cause(), "intermediate-not-ca");
}

TEST(PathChecks, AnchorsAreCasForSome) {
  const auto takes = [](const std::function<void(Case&)>& change) {
    std::string out;
    for (const auto rule : {AnchorAuthority::any, AnchorAuthority::unless_denied,
                            AnchorAuthority::or_key_usage, AnchorAuthority::basic_constraints}) {
      Case c;
      change(c);
      c.rules.anchor_authority = rule;
      out += c.cause().empty() ? '+' : '-';
    }
    return out;
  };
  EXPECT_EQ(takes([](Case& c) { c.root.is_ca = true; }), "++++");
  EXPECT_EQ(takes([](Case& c) { c.root.is_ca = false; }), "+---");
  EXPECT_EQ(takes([](Case& c) { c.root.basic_constraints = false; }), "++--");
  EXPECT_EQ(takes([](Case& c) {
              c.root.basic_constraints = false;
              set_usage(c.root, bit(KeyUsage::key_cert_sign));
            }),
            "+++-");
  EXPECT_EQ(takes([](Case& c) {
              c.root = rsa_certificate("Root", "Root");
              c.root.version = 1;
              c.rules.takes_v1_anchor = true;
            }),
            "++++");
}

TEST(PathChecks, PathLengths) {
  Case c;
  c.issuing.path_length = 0;
  c.root.path_length = 1;
  EXPECT_EQ(c.cause(), "");
  c.root.path_length = 0;
  EXPECT_EQ(c.cause(), "pathlen-exceeded");
  c.rules.anchor_limits = false;
  EXPECT_EQ(c.cause(), "");
  c.rules.maximum_intermediates = 1;
  EXPECT_EQ(c.cause(), "");
  const Case d;
  EXPECT_EQ(judged({d.leaf, authority("Issuing", "Upper"), authority("Upper", "Root")}, {d.root},
                   {.maximum_intermediates = 1}),
            "chain-too-long");
  EXPECT_EQ(judged({d.leaf, d.issuing, d.root}, {d.root}, {.maximum_sent = 3}), "");
  EXPECT_EQ(judged({d.leaf, d.issuing, d.root}, {d.root}, {.maximum_sent = 2}), "chain-too-long");
}

TEST(PathChecks, CriticalExtensionsAndPurposes) {
  Case c;
  c.root.unknown_critical = {"1.2.3"};
  c.root.server_auth = false;
  c.rules.intermediate_eku = true;
  EXPECT_EQ(c.cause(), "unknown-critical-ext");
  c.rules.anchor_critical = false;
  EXPECT_EQ(c.cause(), "");
  c.rules.anchor_eku = true;
  EXPECT_EQ(c.cause(), "eku-not-serverauth");
  c.root.server_auth = true;
  c.issuing.server_auth = false;
  EXPECT_EQ(c.cause(), "eku-not-serverauth");
  c.rules.intermediate_eku = false;
  EXPECT_EQ(c.cause(), "");
  c.leaf.server_auth = false;
  EXPECT_EQ(c.cause(), "eku-not-serverauth");
  c.rules.leaf_eku = false;
  EXPECT_EQ(c.cause(), "");
}

TEST(PathChecks, UsageOfTheLeafsKey) {
  // Each rule with a key that signs, one that enciphers, one that does neither.
  const auto takes = [](KeyUsageRule rule, KeyExchange key_exchange) {
    std::string out;
    for (const KeyUsage usage :
         {KeyUsage::digital_signature, KeyUsage::key_encipherment, KeyUsage::content_commitment}) {
      Case c;
      c.rules.leaf_key_usage = rule;
      c.use.key_exchange = key_exchange;
      set_usage(c.leaf, bit(usage));
      out += c.cause().empty() ? '+' : '-';
    }
    return out;
  };
  EXPECT_EQ(takes(KeyUsageRule::ignored, KeyExchange::ecdhe), "+++");
  EXPECT_EQ(takes(KeyUsageRule::any_use, KeyExchange::ecdhe), "++-");
  EXPECT_EQ(takes(KeyUsageRule::by_key_exchange, KeyExchange::ecdhe), "+--");
  EXPECT_EQ(takes(KeyUsageRule::by_key_exchange, KeyExchange::tls13), "+--");
  EXPECT_EQ(takes(KeyUsageRule::by_key_exchange, KeyExchange::rsa), "-+-");
  EXPECT_EQ(takes(KeyUsageRule::key_encipherment, KeyExchange::ecdhe), "-+-");
}

TEST(PathChecks, MustStapleForSome) {
  Case c;
  c.leaf.must_staple = true;
  EXPECT_EQ(c.cause(), "");
  c.rules.must_staple = true;
  EXPECT_EQ(c.cause(), "must-staple-missing");
  c.use.stapled = true;
  EXPECT_EQ(c.cause(), "");
}

TEST(PathChecks, ATrustedLeafIsNotLookedAtBySome) {
  Certificate leaf = server("Issuing");
  leaf.not_after = days(-1);
  EXPECT_EQ(judged({leaf}, {leaf}), "cert-expired");
  EXPECT_EQ(judged({leaf}, {leaf}, {.trusted_leaf_unchecked = true}), "");
  leaf.dns_names = {"other.test"};
  EXPECT_EQ(judged({leaf}, {leaf}, {.trusted_leaf_unchecked = true}), "name-mismatch");
}

TEST(PathNames, MatchAsClientsCompareThem) {
  const auto with = [](const std::vector<std::string>& names, const std::string& host,
                       const PathRules& rules = {}) {
    Case c;
    c.leaf.dns_names = names;
    c.situation.host = ServerName(host);
    c.rules = rules;
    return c.cause();
  };
  EXPECT_EQ(with({"a.test", "Shop.Lab.Test"}, "shop.lab.test."), "");
  EXPECT_EQ(with({"*.lab.test"}, "shop.lab.test"), "");
  EXPECT_EQ(with({"*.lab.test"}, "a.shop.lab.test"), "name-mismatch");
  EXPECT_EQ(with({"*.lab.test"}, "lab.test"), "name-mismatch");
  EXPECT_EQ(with({"*.test"}, "shop.test"), "wildcard-misuse");
  EXPECT_EQ(with({"*.test"}, "shop.test", {.wildcard_below_top_label = true}), "");
  EXPECT_EQ(with({"other.test"}, "shop.test", {.checks_name = knowledge::NameCheck::never}), "");
  EXPECT_EQ(with({"other.test"}, ""), "");
}

TEST(PathNames, TheCommonNameCountsForSome) {
  Case c;
  c.leaf.common_name = "shop.lab.test";
  c.leaf.dns_names.clear();
  c.leaf.ip_addresses = {"192.0.2.1"};
  c.rules.common_name = CommonNameRule::without_dns_name;
  EXPECT_EQ(c.cause(), "");
  c.rules.common_name = CommonNameRule::without_san;
  EXPECT_EQ(c.cause(), "cn-only");
  c.leaf.ip_addresses.clear();
  c.leaf.has_subject_alt_name = false;
  EXPECT_EQ(c.cause(), "");
  c.rules.common_name = CommonNameRule::never;
  EXPECT_EQ(c.cause(), "cn-only");
  c.leaf.common_name = "other.test";
  EXPECT_EQ(c.cause(), "name-mismatch");
}

TEST(PathNames, AddressesAreNoNames) {
  Case c;
  c.situation.host = ServerName("192.0.2.1");
  c.leaf.dns_names = {"192.0.2.1"};
  EXPECT_EQ(c.cause(), "ip-without-ipsan");
  c.rules.addresses = knowledge::AddressRule::ip_or_dns_names;
  EXPECT_EQ(c.cause(), "");
  c.leaf.dns_names.clear();
  c.leaf.ip_addresses = {"192.0.2.2"};
  EXPECT_EQ(c.cause(), "name-mismatch");
  c.leaf.ip_addresses.emplace_back("192.0.2.1");
  EXPECT_EQ(c.cause(), "");
  c.rules.addresses = knowledge::AddressRule::dns_names;
  EXPECT_EQ(c.cause(), "name-mismatch");
}

TEST(PathFaults, StandInTheOrderOfTheClient) {
  using knowledge::CauseId;
  Case c;
  c.leaf.not_after = days(-1);
  c.leaf.dns_names = {"other.test"};
  EXPECT_EQ(c.cause(), "cert-expired");
  const std::vector<CauseId> order = {CauseId::name_mismatch, CauseId::cert_expired};
  c.rules.reports = order;
  EXPECT_EQ(c.cause(), "name-mismatch");
  EXPECT_EQ(c.verdict().faults.size(), 2U);
}

Certificate read(const std::string& name) {
  return read_certificate(as_bytes(fixture("certificates/" + name + ".der")));
}

std::string judged_files(const std::vector<std::string>& sent, const std::string& root,
                         const PathRules& rules = {}) {
  std::vector<Certificate> certificates;
  for (const auto& name : sent) certificates.push_back(read(name));
  const Timestamp at{certificates[0].not_before.ns + day * 1'000'000'000};
  return Case::cause_of(judge_path(rules, CertificateGraph(list(certificates), list({read(root)})),
                                   {.host = {}, .at = at}));
}

TEST(PathSignatures, AreVerified) {
  EXPECT_EQ(judged_files({"leaf", "issuing"}, "root"), "");
  EXPECT_EQ(judged_files({"pss-leaf", "pss-issuing"}, "root"), "");
  EXPECT_EQ(judged_files({"common-name"}, "root"), "");
  EXPECT_NE(judged_files({"common-name"}, "other-root"), "");  // the same name, another key
}

TEST(PathSignatures, NameConstraintsBind) {
  EXPECT_EQ(judged_files({"outside", "issuing"}, "root"), "name-constraint");
  EXPECT_EQ(judged_files({"leaf", "issuing"}, "root"), "");
  // Not critical: who does not know them passes over them.
  EXPECT_EQ(judged_files({"outside", "issuing"}, "root", {.name_constraints = false}), "");
}

}  // namespace
}  // namespace tlswhy::testing
