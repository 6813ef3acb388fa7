// How clients that go back search, and who validates a chain as it was sent.
#include <gtest/gtest.h>

#include "model/testing/paths.hpp"

namespace tlswhy::testing {
namespace {

using knowledge::KeyIdRule;
using knowledge::PathBuilding;
using knowledge::PathRules;

void names(Certificate& below, std::uint8_t key, const std::string& serial = {}) {
  below.authority_key_id = AuthorityKeyId{.key_id = {key}, .issuer = {}, .serial = serial};
}

TEST(AsSent, TheTrustedIssuerHasToFit) {
  const PathRules rules{.validates_as_sent = true};
  Certificates c;
  EXPECT_EQ(judged({c.leaf, c.issuing}, {c.root}, rules), "");
  names(c.issuing, 1);
  c.root.subject_key_id = {2};
  EXPECT_EQ(judged({c.leaf, c.issuing}, {c.root}, rules), "untrusted-root");
  // Out of order it is searched, and the key identifier only sorts.
  const Certificate stranger = authority("Stranger", "Stranger");
  EXPECT_EQ(judged({c.leaf, stranger, c.issuing}, {c.root}, rules), "");
}

TEST(AsSent, NoOtherPathIsTried) {
  Certificates c;
  Certificate again = authority("Root", "Old"), old = authority("Old", "Old");
  again.not_after = before_now;
  again.spki_sha256.front() = 1;  // another key than the trusted root's
  for (const bool as_sent : {true, false}) {
    const PathRules rules{.validates_as_sent = as_sent};
    EXPECT_EQ(judged({c.leaf, c.issuing, again}, {c.root, old}, rules),
              as_sent ? "expired-intermediate" : "");
  }
  // With the trusted root's own key the chain is cut there.
  again.spki_sha256 = c.root.spki_sha256;
  EXPECT_EQ(judged({c.leaf, c.issuing, again}, {c.root, old}, {.validates_as_sent = true}), "");
}

TEST(AsSent, AnUntrustedEndIsSearched) {
  const Certificates c;
  const PathRules rules{.maximum_intermediates = 1, .validates_as_sent = true};
  EXPECT_EQ(judged({c.leaf, c.issuing, c.cross}, {authority("Top", "Top")}, rules),
            "untrusted-root");
}

TEST(Search, GoesOverOneSelfIssuedCaAtATime) {
  Certificates c;
  Certificate first = authority("Issuing", "Issuing"), second = first;
  second.sha256.front() = 1;
  names(c.leaf, 1);
  first.subject_key_id = {1};
  names(first, 2);
  second.subject_key_id = {2};
  names(second, 3);
  c.issuing.subject_key_id = {3};
  first.spki_sha256.front() = 1;
  second.spki_sha256.front() = 2;
  const std::vector<Certificate> sent = {c.leaf, first, second, c.issuing};
  EXPECT_EQ(judged(sent, {c.root}, {.key_ids = KeyIdRule::key_id}), "");
  EXPECT_NE(judged(sent, {c.root}, {.key_ids = KeyIdRule::key_id, .one_self_issued = true}), "");
  // The trusted one may follow.
  EXPECT_EQ(judged({c.leaf, first, second}, {second},
                   {.key_ids = KeyIdRule::key_id, .one_self_issued = true}),
            "");
}

TEST(Search, ComesToNoKeyTwice) {
  Certificates c;
  Certificate low = authority("Issuing", "Middle"), middle = authority("Middle", "Issuing");
  low.serial = "01";
  c.issuing.serial = "02";
  names(c.leaf, 1, "01");
  names(middle, 1, "02");
  const std::vector<Certificate> sent = {c.leaf, low, middle, c.issuing};
  EXPECT_EQ(judged(sent, {c.root}, {.key_ids = KeyIdRule::all}), "");
  EXPECT_NE(judged(sent, {c.root}, {.key_ids = KeyIdRule::all, .no_key_twice = true}), "");
}

TEST(Search, MindsTheDateOfAnAnchorThatIsFarForOne) {
  Certificates c;
  c.root.not_after = before_now;
  const PathRules rules{.judges_anchor = false, .judges_far_anchor = true};
  EXPECT_EQ(judged({c.leaf, c.issuing}, {c.root}, rules), "expired-intermediate");
  EXPECT_EQ(judged({c.leaf, c.issuing}, {c.root}, {.judges_anchor = false}), "");
  Certificate issuing = authority("Issuing", "Issuing");
  issuing.not_after = before_now;
  EXPECT_EQ(judged({c.leaf}, {issuing}, rules), "");
  EXPECT_EQ(judged({c.leaf, c.issuing}, {c.root},
                   {.judges_anchor = false, .validates_as_sent = true, .judges_far_anchor = true}),
            "");
}

TEST(BestIssuer, IsValidThenTrustedThenTheNewest) {
  Certificates c;
  const PathRules rules{.building = PathBuilding::best_issuer};
  EXPECT_EQ(judged({c.leaf, c.issuing}, {c.root}, rules), "");
  c.astray.not_before = Timestamp{c.issuing.not_before.ns + 1};  // the newest, and a dead end
  EXPECT_EQ(judged({c.leaf, c.issuing, c.astray}, {c.root}, rules), "untrusted-root");
  EXPECT_EQ(judged({c.leaf, c.astray}, {c.root, c.issuing}, rules), "");
  c.astray.not_after = before_now;
  EXPECT_EQ(judged({c.leaf, c.astray, c.issuing}, {c.root}, rules), "");
  // Of two alike the later one; who has the very key identifier comes before all.
  c = {};
  EXPECT_EQ(judged({c.leaf, c.astray, c.issuing}, {c.root}, rules), "");
  EXPECT_NE(judged({c.leaf, c.issuing, c.astray}, {c.root}, rules), "");
  names(c.leaf, 1);
  c.issuing.subject_key_id = {1};
  EXPECT_EQ(judged({c.leaf, c.issuing, c.astray}, {c.root}, rules), "");
}

TEST(BestIssuer, MayIssueBeforeItIsValid) {
  Certificates c;
  const PathRules rules{.early_minutes = 60, .building = PathBuilding::best_issuer};
  c.issuing.not_after = before_now;
  EXPECT_EQ(judged({c.leaf, c.issuing, c.astray}, {c.root}, rules), "untrusted-root");
  c.astray.is_ca = false;
  EXPECT_EQ(judged({c.leaf, c.issuing, c.astray}, {c.root}, rules), "expired-intermediate");
  c.astray.is_ca = true;
  c.astray.has_extended_key_usage = true;  // for whatever
  EXPECT_EQ(judged({c.leaf, c.issuing, c.astray}, {c.root}, rules), "untrusted-root");
  // By as much as a certificate may begin late, it is valid now.
  c.issuing.not_after = c.astray.not_after;
  c.issuing.not_before.ns = now.ns + 60'000'000'000;
  EXPECT_EQ(judged({c.leaf, c.issuing, c.astray}, {c.root}, rules), "");
}

TEST(BestIssuer, OfItsOwnNameIsTakenForARoot) {
  Certificates c;
  Certificate again = authority("Issuing", "Issuing");
  names(c.leaf, 1);
  again.subject_key_id = {1};
  EXPECT_EQ(judged({c.leaf, again, c.issuing}, {c.root}, {.building = PathBuilding::best_issuer}),
            "untrusted-root");
  again.signature.oid = "1.3.101.112";  // Ed25519, of another key than its own
  EXPECT_EQ(judged({c.leaf, again, c.issuing}, {c.root}, {.building = PathBuilding::best_issuer}),
            "untrusted-root");
  again.issuer = c.root.subject;
  again.self_issued = false;
  EXPECT_EQ(judged({c.leaf, again, c.issuing}, {c.root}, {.building = PathBuilding::best_issuer}),
            "");
}

TEST(KeyIds, TheSerialNumberCountsForSomeWhereThereIsNoKeyIdentifier) {
  Certificates c;
  c.issuing.serial = "01";
  c.issuing.subject_key_id = {1};
  names(c.leaf, 1, "02");
  const auto with = [&](KeyIdRule rule) {
    return judged({c.leaf, c.issuing}, {c.root}, {.key_ids = rule});
  };
  EXPECT_NE(with(KeyIdRule::all), "");
  EXPECT_EQ(with(KeyIdRule::key_id_else_serial), "");
  c.leaf.authority_key_id->key_id.clear();
  EXPECT_NE(with(KeyIdRule::key_id_else_serial), "");
}

}  // namespace
}  // namespace tlswhy::testing
