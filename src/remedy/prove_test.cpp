#include "remedy/prove.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "base/hex.hpp"
#include "knowledge/ids/causes.hpp"
#include "knowledge/ids/changes.hpp"
#include "model/testing/learned.hpp"
#include "remedy/testing/worlds.hpp"

namespace tlswhy {
namespace {

using knowledge::ChangeId;
using testing::server;
using testing::world;

std::vector<Remedy> remedies(const World& w) {
  const Negotiation n = w.play();
  EXPECT_TRUE(n.refusal);
  std::vector<Remedy> known;
  if (!n.refusal) return known;
  for (const knowledge::CauseRemedy& r : knowledge::cause(n.refusal->cause).remedies) {
    Remedy remedy;
    remedy.change = r.change;
    remedy.where = r.where;
    remedy.security = r.security;
    known.push_back(std::move(remedy));
  }
  return prove(std::move(known), w);
}

const Remedy* find(const std::vector<Remedy>& all, ChangeId change) {
  const auto found = std::ranges::find(all, change, &Remedy::change);
  return found == all.end() ? nullptr : &*found;
}

constexpr std::uint16_t dhe_cbc = 0x0039;

TEST(Prove, EcdheCuresAShortPrimeWhereItIsOffered) {
  const World w = world("java-8u504", server({dhe_cbc}, 768));
  ASSERT_EQ(w.play().refusal->cause, knowledge::CauseId::weak_dh_group);
  const auto all = remedies(w);
  ASSERT_FALSE(all.empty());
  EXPECT_EQ(all.front().change, ChangeId::prefer_ecdhe);
  EXPECT_EQ(all.front().applicability, Applicability::proved);
  EXPECT_EQ(all.front().after, "TLSv1.2 TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384");
}

TEST(Prove, ALargerPrimeIsNotOfferedToAClientThatChokesOnIt) {
  const World w = world("java-7u80", server({dhe_cbc}, 1536));
  ASSERT_EQ(w.play().refusal->cause, knowledge::CauseId::dh_prime_too_large);
  const auto all = remedies(w);
  EXPECT_EQ(find(all, ChangeId::enlarge_dh_group), nullptr);
}

TEST(Prove, ClientsThatHaveNothingElseAreNamedAsCutOff) {
  const World w = world("java-8u504", server({dhe_cbc}, 768));
  const Remedy larger = *find(remedies(w), ChangeId::enlarge_dh_group);
  const auto old = [](const knowledge::ClientProfile* c) { return c->name == "java-7u51"; };
  EXPECT_TRUE(std::ranges::any_of(larger.breaks, old));  // it takes 768 bits and not 2,048
}

TEST(Prove, WhatLowersSecurityIsLeftOutWhereSomethingElseHelps) {
  const auto all = remedies(world("java-8u504", server({dhe_cbc}, 768)));
  EXPECT_TRUE(std::ranges::none_of(
      all, [](const Remedy& r) { return r.security == knowledge::Security::lowers; }));
}

TEST(Prove, ARemedyEstablishesAndNoPartOfItDoes) {
  for (const knowledge::ClientProfile& client : knowledge::clients()) {
    const World w = world(std::string(client.name).c_str(), server({dhe_cbc}, 768));
    if (w.play().established()) continue;
    for (const Remedy& r : remedies(w)) {
      if (r.applicability != Applicability::proved) continue;
      auto changed = apply(r.change, w);
      ASSERT_TRUE(changed) << client.name;
      if (!r.also.empty()) {
        EXPECT_FALSE(changed->play().established()) << client.name;
        EXPECT_FALSE(apply(r.also.front(), w)->play().established()) << client.name;
        changed = apply(r.also.front(), *changed);
      }
      EXPECT_TRUE(changed->play().established()) << client.name;
    }
  }
}

TEST(Prove, AServerWithoutSecureRenegotiationIsRefusedByThoseWhoInsist) {
  ServerModel old = server({0xc02f}, 0);
  old.renegotiation_info = false;
  const Negotiation insists = world("openssl-3.0", old).play();
  ASSERT_TRUE(insists.refusal);
  EXPECT_EQ(insists.refusal->cause, knowledge::CauseId::legacy_renegotiation);
  EXPECT_TRUE(world("java-8u504", old).play().established());
}

TEST(Prove, SecureRenegotiationIsPlayed) {
  ServerModel old = server({0xc02f}, 0);
  old.renegotiation_info = false;
  const Remedy* remedy = nullptr;
  const auto all = remedies(world("openssl-3.0", old));
  remedy = find(all, ChangeId::enable_secure_renegotiation);
  ASSERT_NE(remedy, nullptr);
  EXPECT_EQ(remedy->applicability, Applicability::proved);
}

// Java with jdk.tls.allowLegacyMasterSecret=false, and every client in FIPS mode.
TEST(Prove, AClientThatInsistsOnExtendedMasterSecretIsGivenIt) {
  static constexpr knowledge::Answer handshake_failure{knowledge::Answer::Kind::alert, 40};
  static constexpr knowledge::StackAnswers insists[] = {
      {knowledge::CauseId::fips_mode, {&handshake_failure, 1}}};
  ServerModel old = server({0xc02f}, 0);
  old.extended_master_secret = false;
  World w = world("java-8u504", old);
  EXPECT_TRUE(w.play().established());  // as it is set by default
  w.client.answers = insists;
  const Negotiation n = w.play();
  ASSERT_TRUE(n.refusal);
  EXPECT_EQ(n.refusal->constraint, Constraint::extended_master_secret);
  EXPECT_EQ(n.refusal->alert, 40);
  const auto all = remedies(w);
  const Remedy* remedy = find(all, ChangeId::enable_extended_master_secret);
  ASSERT_NE(remedy, nullptr);
  EXPECT_EQ(remedy->applicability, Applicability::proved);
  w.client.offer.extended_master_secret = false;  // who does not ask cannot insist
  EXPECT_TRUE(w.play().established());
}

// leaf, issued by "below", issued by "above", issued by "root", which is trusted; that one allows
// so many CA certificates below it.
World three_authorities(std::uint32_t below_above, std::uint32_t below_root) {
  World out = world("openssl-3.0", server({0xc02f}, 0));
  const Certificate& model = out.server.credentials.front().leaf();
  const auto made = [&model](const char* subject, const char* issuer, bool ca) {
    auto certificate = std::make_shared<Certificate>(model);
    certificate->subject = std::string("CN=") + subject;
    certificate->issuer = std::string("CN=") + issuer;
    certificate->self_issued = certificate->subject == certificate->issuer;
    certificate->basic_constraints = certificate->is_ca = ca;
    certificate->sha256.back() = static_cast<std::uint8_t>(subject[0]);
    return certificate;
  };
  const auto above = made("above", "root", true), root = made("root", "root", true);
  above->path_length = below_above;
  root->path_length = below_root;
  out.server.credentials.front().chain = {made("leaf", "below", false),
                                          made("below", "above", true), above};
  out.store = CertificateList{root};
  return out;
}
std::string issuer_after(const World& w) {
  const auto changed = apply(ChangeId::reissue_within_constraints, w);
  return changed ? changed->server.credentials.front().leaf().issuer : "";
}

TEST(Prove, ACertificateIsIssuedAgainByTheLowestAuthorityThatMay) {
  const World w = three_authorities(0, 2);
  ASSERT_TRUE(w.play().refusal);
  EXPECT_EQ(w.play().refusal->cause, knowledge::CauseId::pathlen_exceeded);
  const auto all = remedies(w);
  const Remedy* remedy = find(all, ChangeId::reissue_within_constraints);
  ASSERT_NE(remedy, nullptr);
  EXPECT_EQ(remedy->applicability, Applicability::proved);
  EXPECT_EQ(issuer_after(w), "CN=above");
  EXPECT_EQ(issuer_after(three_authorities(0, 0)), "CN=root");
}

// RFC 5280 section 4.2.1.1: clients that want the identifier would else be said to be cut off.
TEST(Prove, ACertificateIssuedAgainNamesTheKeyOfItsIssuer) {
  World w = three_authorities(0, 2);
  auto root = std::make_shared<Certificate>(*w.store->front());
  root->subject_key_id = {1, 2, 3};
  w.store = CertificateList{root};
  auto& below = w.server.credentials.front().chain.at(1);
  auto issued_by_above = std::make_shared<Certificate>(*below);
  issued_by_above->authority_key_id = AuthorityKeyId{.key_id = {4, 5}, .issuer = {}, .serial = {}};
  below = issued_by_above;
  const auto key_after = [&w](ChangeId change) {
    const auto changed = apply(change, w);
    const auto key = changed ? changed->server.credentials.front().leaf().authority_key_id
                             : std::optional<AuthorityKeyId>();
    return key ? key->key_id : std::vector<std::uint8_t>();
  };
  EXPECT_EQ(key_after(ChangeId::reissue_from_trusted_ca), root->subject_key_id);
  EXPECT_EQ(key_after(ChangeId::reissue_within_constraints),
            issued_by_above->authority_key_id->key_id);
}

TEST(Prove, LimitsOfNamesThatStayProveNothing) {
  World w = three_authorities(0, 2);
  auto root = std::make_shared<Certificate>(*w.store->front());
  root->name_constraints.emplace().permitted.push_back({NameConstraints::Kind::dns, "other.test"});
  w.store = CertificateList{root};
  EXPECT_EQ(issuer_after(w), "");
}

// The fixtures' leaf, sent alone; its root is trusted.
World leaf_alone() {
  World out = world("openssl-3.0", server({0xc02f}, 0));
  out.server.credentials.front().chain = {testing::fixture_certificate("leaf")};
  out.store = CertificateList{testing::fixture_certificate("root")};
  out.situation.host = ServerName("www.example.test");
  return out;
}

TEST(Prove, AnIntermediateThatAnotherServerSentIsPlayed) {
  World w = leaf_alone();
  ASSERT_EQ(w.play().refusal->cause, knowledge::CauseId::missing_intermediate);
  w.at_hand = {testing::fixture_certificate("pss-issuing"),
               testing::fixture_certificate("issuing")};
  const auto all = remedies(w);
  ASSERT_FALSE(all.empty());
  const Remedy& remedy = all.front();
  EXPECT_EQ(remedy.change, ChangeId::send_intermediate);
  EXPECT_EQ(remedy.applicability, Applicability::proved);
  ASSERT_EQ(remedy.needs.size(), 1U);
  EXPECT_EQ(remedy.needs.front().sha256, hex(w.at_hand.back()->sha256));
  EXPECT_TRUE(remedy.breaks.empty());
}

TEST(Prove, AnIntermediateOfAnotherChainOfTheServerIsPlayed) {
  World w = leaf_alone();
  w.server.credentials.push_back(
      {{testing::fixture_certificate("outside"), testing::fixture_certificate("issuing")}});
  const Remedy remedy = remedies(w).front();
  EXPECT_EQ(remedy.applicability, Applicability::proved);
  ASSERT_EQ(remedy.needs.size(), 1U);
}

TEST(Prove, AnIntermediateThatNobodyHasIsNamedAndNotInvented) {
  const auto all = remedies(leaf_alone());
  const Remedy* remedy = find(all, ChangeId::send_intermediate);
  ASSERT_NE(remedy, nullptr);
  EXPECT_EQ(remedy->applicability, Applicability::likely);
  ASSERT_EQ(remedy->needs.size(), 1U);
  EXPECT_EQ(remedy->needs.front().subject, "CN=issuing, O=Example");
  EXPECT_EQ(remedy->needs.front().key_id, "ceacffa79465beac0908a52d3d8d5e8b8e5e2bf7");
  EXPECT_EQ(remedy->needs.front().url, "http://ca.example.test/issuing.crt");
  EXPECT_EQ(remedy->needs.front().sha256, "");
}

TEST(Prove, AnIntermediateIsNotOfferedWhereItDoesNotHelp) {
  World w = leaf_alone();
  w.at_hand = {testing::fixture_certificate("issuing")};
  w.situation.host = ServerName("other.test");
  for (const Remedy& r : remedies(w)) {
    EXPECT_TRUE(r.applicability != Applicability::proved || !r.also.empty());
  }
}

// RSASSA-PSS in certificates came with 8u251 and 8u252.
World pss_chain(const char* client) {
  World out = world(client, server({0xc02f, 0xc013}, 0));
  out.server.credentials.front().chain = {testing::fixture_certificate("pss-leaf"),
                                          testing::fixture_certificate("pss-issuing")};
  out.store = CertificateList{testing::fixture_certificate("root")};
  out.situation.host = ServerName("www.example.test");
  return out;
}

TEST(Prove, TheNextVersionThatConnectsIsNamed) {
  const World w = pss_chain("java-8u152");
  ASSERT_EQ(w.play().refusal->cause, knowledge::CauseId::pss_chain);
  const auto all = remedies(w);
  const Remedy* remedy = find(all, ChangeId::upgrade_client);
  ASSERT_NE(remedy, nullptr);
  EXPECT_EQ(remedy->applicability, Applicability::proved);
  ASSERT_NE(remedy->client, nullptr);
  EXPECT_EQ(remedy->client->name, "java-8u252");
}

TEST(Prove, AnUpdateOfAClientWhoseVersionIsNotKnownStaysLikely) {
  World w = pss_chain("java-8u152");
  w.client_version_known = false;
  const auto all = remedies(w);
  const Remedy* remedy = find(all, ChangeId::upgrade_client);
  ASSERT_NE(remedy, nullptr);
  EXPECT_EQ(remedy->applicability, Applicability::likely);
  EXPECT_EQ(remedy->client, nullptr);
}

TEST(Prove, AnUpdateThatDoesNotHelpIsNotOffered) {
  const auto all = remedies(world("java-8u504", server({dhe_cbc}, 768)));
  EXPECT_EQ(find(all, ChangeId::upgrade_client), nullptr);  // Java 25 refuses the prime as well
}

TEST(Prove, AClockIsSetToATimeThatWasSeenAndToNoOther) {
  World w = leaf_alone();
  w.server.credentials.front().chain.push_back(testing::fixture_certificate("issuing"));
  const Timestamp seen = w.situation.at;
  w.situation.at = from_seconds(1'000'000'000);  // years before the certificates were made
  ASSERT_EQ(w.play().refusal->cause, knowledge::CauseId::not_yet_valid);
  Remedy clock;
  clock.change = ChangeId::fix_clock;
  clock.where = knowledge::Where::client;
  EXPECT_EQ(prove({clock}, w).at(0).applicability, Applicability::likely);
  w.right_time = seen;
  EXPECT_EQ(prove({clock}, w).at(0).applicability, Applicability::proved);
  w.right_time = from_seconds(1'000'000'001);
  EXPECT_TRUE(prove({clock}, w).empty());
}

TEST(Prove, ACertificateGoesIntoServiceBehindTheRemedyThatHadItIssued) {
  const auto all = remedies(pss_chain("java-8u152"));
  ASSERT_GE(all.size(), 3U);
  EXPECT_EQ(all[0].change, ChangeId::reissue_without_pss);
  EXPECT_EQ(all[1].change, ChangeId::deploy_certificate);
  EXPECT_EQ(all[2].change, ChangeId::upgrade_client);
}

}  // namespace
}  // namespace tlswhy
