#include "model/learned_difference.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "model/testing/learned.hpp"

namespace tlswhy {
namespace {

using namespace testing;

// "name where before after" of each change, and its sentence.
std::vector<std::string> changes(const LearnedServer& before, const LearnedServer& after) {
  std::vector<std::string> out;
  for (const LearnedChange& c : differences(before, after)) {
    out.push_back(std::string(name_of(c)) + ": " + english(c));
    EXPECT_EQ(out.back().find('{'), std::string::npos) << out.back();
  }
  return out;
}
using Texts = std::vector<std::string>;

TEST(LearnedDifference, TheSameServerAtAnotherTimeIsNoChange) {
  LearnedServer after = learned_example();
  after.address.port = 1;
  after.cost.hellos = 1;
  after.behaviour.ocsp_stapling = true;  // was not known before
  EXPECT_EQ(changes(learned_example(), after), Texts{});
}

TEST(LearnedDifference, VersionsAndSuites) {
  LearnedServer after = learned_example();
  after.model.versions.erase(after.model.versions.begin() + 1);
  after.model.versions.front().cipher_suites = {suite::rsa_aes_gcm, CipherSuite{0xfe01}};
  EXPECT_EQ(changes(learned_example(), after),
            (Texts{"version_lost: the server no longer takes TLSv1.3",
                   "suite_gained: TLSv1.2: TLS_RSA_WITH_AES_128_GCM_SHA256 is new",
                   "suite_lost: TLSv1.2: TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256 is gone"}));
  EXPECT_EQ(changes(after, learned_example()).front(),
            "version_gained: the server now takes TLSv1.3");
}

TEST(LearnedDifference, AnotherOrderOfTheServersIsOne) {
  LearnedServer before = learned_example();
  LearnedServer after = before;
  std::ranges::reverse(after.model.versions.front().cipher_suites);
  EXPECT_EQ(changes(before, after),
            (Texts{"suites_reordered: TLSv1.2: the order of the suites is now 0xfe01 "
                   "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"}));
  before.model.versions.front().order = after.model.versions.front().order = Order::client;
  EXPECT_EQ(changes(before, after), Texts{});
  after.model.versions.front().order = Order::server;
  EXPECT_EQ(changes(before, after),
            (Texts{"order_server: TLSv1.2: the server's order of suites decides now"}));
}

TEST(LearnedDifference, GroupsSchemesAndDiffieHellman) {
  LearnedServer after = learned_example();
  after.model.versions.front().groups = {group::x25519};
  std::ranges::reverse(after.model.versions.front().signature_schemes);
  after.dh.front().bits = 1024;
  EXPECT_EQ(
      changes(learned_example(), after),
      (Texts{"group_lost: TLSv1.2: the group 0xfe02 is gone",
             "schemes_reordered: TLSv1.2: it signs with 0xfe03 rsa_pss_rsae_sha256, in this order",
             "dh_changed: the Diffie-Hellman prime has 1024 bits, before 2048"}));
}

TEST(LearnedDifference, Certificates) {
  LearnedServer after = learned_example();
  after.certificates[0].chain[0] = fixture_certificate("issuing");
  after.certificates.pop_back();
  Texts found = changes(learned_example(), after);
  ASSERT_EQ(found.size(), 2);
  EXPECT_EQ(found[0].substr(0, 66),
            "chain_replaced: certificate (asked rsa): another one, valid to 204");
  EXPECT_TRUE(found[1].starts_with("chain_lost: certificate (none rsa-pss): no longer sent"));
  after = learned_example();
  after.certificates[0].chain.pop_back();
  EXPECT_EQ(changes(learned_example(), after),
            (Texts{"chain_beside: certificate (asked rsa): the same one, sent in a chain of 1, "
                   "before of 2"}));
}

TEST(LearnedDifference, Manners) {
  LearnedServer after = learned_example();
  after.model.alpn = {"http/1.1", "acme-tls/1"};
  after.client_certificate = ClientCertificatePolicy::required;
  after.client_certificate_authorities.clear();
  after.behaviour.sslv2 = false;
  after.behaviour.compression = true;
  after.model.versions.back().nothing_fits = HelloRefusal{71};
  after.contradictions.clear();
  EXPECT_EQ(
      changes(learned_example(), after),
      (Texts{("alert_changed: TLSv1.3: where no suite is in common it says insufficient_security, "
              "before handshake_failure"),
             "alpn_gained: the protocol acme-tls/1 (ALPN) is new",
             "alpn_lost: the protocol h2 (ALPN) is gone",
             "client_certificate_required: a client certificate is required now, before optional",
             "authority_lost: certificates of CN=Example Root,O=Example are no longer asked for",
             "behaviour_lost: sslv2: no longer", "behaviour_gained: compression: yes now",
             "contradiction_lost: it no longer contradicts itself (suite)"}));
}

}  // namespace
}  // namespace tlswhy
