#include "remedy/prove.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "remedy/world.hpp"

namespace tlswhy {
namespace {

using knowledge::ChangeId;

// A server with a certificate of a 2,048-bit RSA key that nobody looks at: only the key counts
// here.
ServerModel server(std::initializer_list<std::uint16_t> suites, std::uint16_t dh_bits) {
  auto leaf = std::make_shared<Certificate>();
  leaf->parsed = true;
  leaf->key = KeyKind::rsa;
  leaf->key_bits = 2048;
  leaf->subject = leaf->issuer = "CN=server.test";
  leaf->self_issued = true;
  leaf->dns_names = {"server.test"};
  leaf->has_subject_alt_name = true;
  leaf->signature.oid = "1.2.840.113549.1.1.11";
  leaf->signature.hash = "SHA256";
  leaf->not_after = from_seconds(4'000'000'000);
  ServerModel out;
  out.versions = {ProtocolVersion::TLSv1_0, ProtocolVersion::TLSv1_2};
  for (const std::uint16_t suite : suites) out.cipher_suites.push_back(CipherSuite{suite});
  for (const std::uint16_t scheme : std::initializer_list<std::uint16_t>{0x0401, 0x0804})
    out.signature_schemes.push_back(SignatureScheme{scheme});
  out.groups = {NamedGroup{23}};
  out.dh_bits = dh_bits;
  out.credentials.push_back({{leaf}});
  return out;
}

World world(const char* client, ServerModel model) {
  World out{.client = *knowledge::find_client(client),
            .client_suites = {},
            .server = std::move(model),
            .store = {},
            .host = "server.test",
            .at = from_seconds(1'800'000'000)};
  out.store = out.server.credentials.front().chain;
  return out;
}

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

}  // namespace
}  // namespace tlswhy
