// What anybody could object to in a chain, on real certificates and on made ones.
#include <gtest/gtest.h>

#include <algorithm>

#include "knowledge/ids/causes.hpp"
#include "model/path.hpp"
#include "model/testing/parties.hpp"
#include "wire/testing/tls_bytes.hpp"

namespace tlswhy::testing {
namespace {

using Indices = std::vector<std::size_t>;

CertificateList read(std::initializer_list<const char*> names) {
  CertificateList out;
  for (const char* name : names)
    out.push_back(std::make_shared<Certificate>(
        read_certificate(as_bytes(fixture("certificates/" + std::string(name) + ".der")))));
  return out;
}

PathVerdict judged(const CertificateList& sent, const char* host = "") {
  const Timestamp at{sent.front()->not_before.ns + 86'400'000'000'000};
  return judge_for_anybody(CertificateGraph(sent, std::nullopt),
                           {.host = ServerName(host), .at = at});
}
// The ids of the causes, in alphabetical order.
std::vector<std::string> causes(const PathVerdict& verdict) {
  std::vector<std::string> out;
  for (const PathFault& fault : verdict.faults)
    out.emplace_back(knowledge::cause(fault.cause).name);
  std::ranges::sort(out);
  return out;
}
using Causes = std::vector<std::string>;

TEST(Anybody, GoesUpFromTheFirstOneInWhateverOrder) {
  EXPECT_EQ(judged(read({"leaf", "issuing", "root"})).path, (Indices{0, 1, 2}));
  EXPECT_EQ(judged(read({"leaf", "root", "issuing"})).path, (Indices{0, 2, 1}));
  EXPECT_EQ(judged(read({"leaf", "staple", "issuing"})).path, (Indices{0, 2}));
  EXPECT_TRUE(judged(read({"leaf", "issuing"})).anchor_assumed);
}

TEST(Anybody, SeesAnIssuerOfTheSameNameWithAnotherKey) {
  EXPECT_TRUE(
      judged(read({"common-name", "other-root"})).has(knowledge::CauseId::wrong_intermediate));
  EXPECT_FALSE(judged(read({"common-name", "root"})).has(knowledge::CauseId::wrong_intermediate));
}

TEST(Anybody, SeesThatTheIssuerWasNotSent) {
  EXPECT_EQ(causes(judged(read({"leaf"}))), Causes{"missing-intermediate"});
  EXPECT_EQ(causes(judged(read({"leaf", "root"}))), Causes{"missing-intermediate"});
}

// RFC 9525 section 6.
TEST(Anybody, ComparesNames) {
  const CertificateList sent = read({"leaf", "issuing"});
  for (const char* host : {"", "www.example.test", "WWW.Example.TEST", "www.example.test.",
                           "v1.api.example.test", "192.0.2.1", "2001:db8::1", "[2001:DB8::1]"})
    EXPECT_EQ(causes(judged(sent, host)), Causes{}) << host;
  for (const char* host : {"a.v1.api.example.test", "api.example.test", "xwww.example.test", "leaf",
                           "192.0.2.2", "10.1", "12345"})
    EXPECT_EQ(causes(judged(sent, host)), Causes{"name-mismatch"}) << host;
}

TEST(Anybody, TheCommonNameIsAnOldSubstitute) {
  const CertificateList sent = read({"common-name", "root"});
  EXPECT_EQ(causes(judged(sent, "www.example.test")), Causes{"cn-only"});
  EXPECT_EQ(causes(judged(sent, "other.example.test")), Causes{"name-mismatch"});
  EXPECT_EQ(causes(judged(sent, "fe80::1%eth0")), Causes{"ip-without-ipsan"});
}

// RFC 9525 section 2: the common name counts for nobody, for some clients it does without dNSNames.
TEST(Anybody, ACommonNameBesideAnAddressIsASubstituteToo) {
  Certificate leaf = rsa_certificate("shop.test", "Root");
  leaf.has_subject_alt_name = true;
  leaf.ip_addresses = {"192.0.2.1"};
  const CertificateList sent = list({leaf, authority("Root", "Root")});
  EXPECT_EQ(causes(judged(sent, "shop.test")), Causes{"cn-only"});
  EXPECT_EQ(causes(judged(sent, "192.0.2.2")), Causes{"name-mismatch"});
  EXPECT_EQ(causes(judged(sent, "192.0.2.1")), Causes{});
}

// RFC 5280 section 6.1.4 l: CAs that issued themselves do not count below a path length.
TEST(Anybody, FindsEveryFaultWithItsCertificate) {
  Certificate leaf = rsa_certificate("shop.test", "Issuing");
  leaf.key_bits = 1024;
  Certificate issuing = authority("Issuing", "Root");
  issuing.signature.hash = "SHA1";
  issuing.signature.oid = "1.2.840.113549.1.1.5";
  Certificate root = authority("Root", "Root");
  root.path_length = 0;
  const PathVerdict verdict = judged(list({leaf, issuing, root}));
  EXPECT_EQ(causes(verdict), (Causes{"pathlen-exceeded", "rsa-key-too-small", "sha1-cert"}));
  const auto index_of = [&](knowledge::CauseId cause) {
    return std::ranges::find(verdict.faults, cause, &PathFault::cause)->index;
  };
  EXPECT_EQ(index_of(knowledge::CauseId::rsa_key_too_small), 0U);
  EXPECT_EQ(index_of(knowledge::CauseId::sha1_cert), 1U);
  EXPECT_EQ(index_of(knowledge::CauseId::pathlen_exceeded), 2U);
}

TEST(Anybody, LooksAtWhatIsSentBesideThePathToo) {
  Certificate extra = authority("Root", "Old root");
  extra.not_after = {};
  EXPECT_EQ(causes(judged(
                list({rsa_certificate("shop.test", "Root"), authority("Root", "Root"), extra}))),
            Causes{"expired-cross-sign-path"});
  const CertificateList turned =
      list({authority("Issuing", "Root"), rsa_certificate("a", "Issuing")});
  EXPECT_TRUE(judged(turned).has(knowledge::CauseId::leaf_not_first));
}

}  // namespace
}  // namespace tlswhy::testing
