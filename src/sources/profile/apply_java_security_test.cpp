#include "sources/profile/apply_java_security.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "knowledge/cause.hpp"
#include "sources/profile/disabled_algorithms.hpp"
#include "sources/profile/java_properties.hpp"
#include "wire/registry.hpp"

namespace tlswhy::testing {
namespace {

using Texts = std::vector<std::string>;

// The lists that Java 8u504 has by itself.
const std::string default_tls =
    "jdk.tls.disabledAlgorithms=SSLv3, TLSv1, TLSv1.1, RC4, DES, MD5withRSA, \\\n    DH keySize < "
    "1024, EC keySize < 224, 3DES_EDE_CBC, anon, NULL, ECDH";
const std::string default_path =
    "jdk.certpath.disabledAlgorithms=MD2, MD5, SHA1 jdkCA & usage TLSServer, RSA keySize < 1024, "
    "DSA keySize < 1024, EC keySize < 224, SHA1 usage SignedJAR & denyAfter 2019-01-01";

struct Applied {
  OwnProfile own;
  Texts notes;
  [[nodiscard]] const knowledge::ClientProfile& profile() const { return own.profile(); }
  [[nodiscard]] bool offers(std::string_view suite) const {
    return std::ranges::any_of(profile().offer.cipher_suites,
                               [suite](CipherSuite s) { return cipher_suite_name(s) == suite; });
  }
  [[nodiscard]] bool notes_on(std::string_view text) const {
    return std::ranges::any_of(
        notes, [text](const std::string& n) { return n.find(text) != std::string::npos; });
  }
};
Applied applied(const std::string& text, const char* client = "java-8u504") {
  Applied out{OwnProfile(*knowledge::find_client(client)), {}};
  out.notes = apply_java_security(text, out.own);
  return out;
}
template <class T>
bool same(std::span<const T> a, std::span<const T> b) {
  return std::ranges::equal(a, b);
}
std::size_t count(std::span<const SignatureScheme> list, std::uint16_t scheme) {
  return static_cast<std::size_t>(std::ranges::count(list, SignatureScheme{scheme}));
}

TEST(JavaProperties, AreReadAsJavaReadsThem) {
  const auto read = read_java_properties(
      "# a = 1\n! b = 2\r\n  key = one, \\\n     two\\\\\nkey2:\\u0041\\tB\nkey3 "
      "value\nodd=a\\\\\\\n b"
      "\nkey=later\n=nothing\nlast\\");
  EXPECT_EQ(read.at("key"), "later");
  EXPECT_EQ(read.at("key2"), "A\tB");
  EXPECT_EQ(read.at("key3"), "value");
  EXPECT_EQ(read.at("odd"), "a\\b");
  EXPECT_EQ(read.at("last"), "");
  EXPECT_FALSE(read.contains("a"));
}

TEST(DisabledAlgorithms, AreTakenApart) {
  const auto list = parse_disabled("RC4, DH keySize <= 1024, SHA1 jdkCA & usage TLSServer, X y");
  ASSERT_EQ(list.size(), 4U);
  EXPECT_TRUE(list[0].always());
  EXPECT_EQ(list[1].minimum_bits, 1025);
  EXPECT_TRUE(list[2].jdk_ca && !list[2].in_use("TLSServer"));
  EXPECT_FALSE(list[3].understood);
}

TEST(DisabledAlgorithms, NameSuitesAsJsseTakesThemApart) {
  const auto hit = [](const char* entry, const char* suite) {
    return names(parse_disabled(entry).front(), names_of_suite(suite));
  };
  EXPECT_TRUE(hit("ECDH", "TLS_ECDH_RSA_WITH_AES_128_CBC_SHA"));
  EXPECT_FALSE(hit("ECDH", "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA"));
  EXPECT_TRUE(hit("DH", "TLS_DHE_RSA_WITH_AES_128_CBC_SHA"));
  EXPECT_FALSE(hit("DES", "TLS_RSA_WITH_3DES_EDE_CBC_SHA"));
  EXPECT_TRUE(hit("3DES_EDE_CBC", "TLS_RSA_WITH_3DES_EDE_CBC_SHA"));
  EXPECT_TRUE(hit("anon", "TLS_DH_anon_WITH_AES_128_CBC_SHA"));
  EXPECT_TRUE(hit("TLS_RSA_*", "TLS_RSA_WITH_AES_128_CBC_SHA"));
  EXPECT_FALSE(hit("TLS_RSA_*", "TLS_DHE_RSA_WITH_AES_128_CBC_SHA"));
  EXPECT_TRUE(hit("AES_128_CBC", "TLS_RSA_WITH_AES_128_CBC_SHA"));
  EXPECT_TRUE(hit("tls_*_sha", "TLS_RSA_WITH_AES_128_CBC_SHA"));
}

TEST(JavaSecurity, OwnListsChangeNothing) {
  const auto own = applied(default_tls + "\n" + default_path);
  const auto& base = *knowledge::find_client("java-8u504");
  EXPECT_TRUE(same(own.profile().offer.versions, base.offer.versions));
  EXPECT_TRUE(same(own.profile().offer.cipher_suites, base.offer.cipher_suites));
  EXPECT_TRUE(same(own.profile().offer.supported_groups, base.offer.supported_groups));
  EXPECT_TRUE(same(own.profile().offer.signature_algorithms, base.offer.signature_algorithms));
  EXPECT_TRUE(same(own.profile().path.verifies, base.path.verifies));
  EXPECT_EQ(own.profile().policy.minimum_dh_bits, base.policy.minimum_dh_bits);
  EXPECT_EQ(own.profile().path.minimum_rsa_bits, base.path.minimum_rsa_bits);
  EXPECT_EQ(own.profile().path.minimum_ec_bits, base.path.minimum_ec_bits);
  EXPECT_TRUE(own.notes_on("roots that came with Java"));
}

// Measured: with RSASSA-PSS in either list no PSS scheme is offered in either extension.
TEST(JavaSecurity, PssIsDisabledByEitherList) {
  for (const std::string& text : {fmt::format("{}, RSASSA-PSS\n{}", default_tls, default_path),
                                  fmt::format("{}\n{}, RSASSA-PSS", default_tls, default_path)}) {
    const auto own = applied(text);
    const auto& offer = own.profile().offer;
    EXPECT_EQ(offer.signature_algorithms.size(), 13U);
    EXPECT_EQ(offer.signature_algorithms_cert.size(), 13U);
    EXPECT_EQ(count(offer.signature_algorithms, 0x0804), 0U);
    const auto cause = knowledge::find_cause("pss-chain").value();
    ASSERT_FALSE(own.profile().answers_to(cause).empty());
    EXPECT_EQ(own.profile().answers_to(cause).front().alert, 46);  // certificate_unknown
    EXPECT_TRUE(own.profile().prints(cause).find("PKIX path building failed") != std::string::npos);
    EXPECT_EQ(count(own.profile().path.verifies, 0x0804), 0U);
  }
}

// Measured: Java 8u504 with the lists of 8u51.
TEST(JavaSecurity, LessDisabledOffersMore) {
  const auto own = applied(
      "jdk.tls.disabledAlgorithms=SSLv3, DH keySize < 768\n"
      "jdk.certpath.disabledAlgorithms=MD2, RSA keySize < 1024\n");
  const auto& offer = own.profile().offer;
  EXPECT_EQ(offer.versions.size(), 4U);
  EXPECT_EQ(offer.cipher_suites.size(), 51U);
  EXPECT_EQ(code(offer.cipher_suites[18]), 0xc02e);
  EXPECT_EQ(code(offer.cipher_suites.back()), 0x000a);
  EXPECT_EQ(code(offer.signature_algorithms.back()), 0x0101);
  EXPECT_EQ(offer.signature_algorithms.size(), 20U);
  EXPECT_EQ(own.profile().policy.minimum_dh_bits, 768);
  EXPECT_EQ(own.profile().path.minimum_ec_bits, 0);
  EXPECT_TRUE(own.notes_on("less is disabled"));
}

TEST(JavaSecurity, WhatIsNotSetIsAsItWas) {
  const auto own = applied("jdk.tls.disabledAlgorithms=DH keySize < 2048, TLS_RSA_*\n");
  EXPECT_EQ(own.profile().policy.minimum_dh_bits, 2048);
  EXPECT_EQ(own.profile().path.minimum_rsa_bits, 1024);
  EXPECT_FALSE(own.offers("TLS_RSA_WITH_AES_128_CBC_SHA"));
  EXPECT_TRUE(own.notes_on("jdk.certpath.disabledAlgorithms is not set"));
}

TEST(JavaSecurity, UsesOfSignaturesAreToldApart) {
  const auto own =
      applied(default_tls + ", rsa_pkcs1_sha1 usage HandshakeSignature\n" + default_path);
  EXPECT_EQ(count(own.profile().offer.signature_algorithms, 0x0201), 0U);
  EXPECT_EQ(count(own.profile().offer.signature_algorithms_cert, 0x0201), 1U);
  EXPECT_EQ(count(own.profile().path.verifies, 0x0201), 1U);
}

TEST(JavaSecurity, CurvesGoByNameAndSize) {
  const auto own = applied(
      "jdk.disabled.namedCurves=secp521r1\njdk.tls.disabledAlgorithms=EC keySize < 300, include "
      "jdk.disabled.namedCurves\n");
  ASSERT_FALSE(own.profile().offer.supported_groups.empty());
  EXPECT_EQ(code(own.profile().offer.supported_groups[0]), 24);
  EXPECT_EQ(code(own.profile().offer.supported_groups[1]), 0x0100);
}

TEST(JavaSecurity, NothingIsDroppedSilently) {
  const auto own = applied(
      "jdk.tls.disabledAlgorithms=Blowfisch, RSA keySize > 4096, DSA keySize < 1024\n"
      "jdk.tls.legacyAlgorithms=NULL\n");
  EXPECT_TRUE(own.notes_on("names nothing that TLS has: \"Blowfisch\""));
  EXPECT_TRUE(own.notes_on("not understood: \"RSA keySize > 4096\""));
  EXPECT_TRUE(own.notes_on("is not judged: \"DSA keySize < 1024\""));
  EXPECT_TRUE(own.notes_on("jdk.tls.legacyAlgorithms"));
}

TEST(JavaSecurity, SomethingIsAlwaysOffered) {
  const auto own = applied("jdk.tls.disabledAlgorithms=TLS_*, TLSv1, TLSv1.1, TLSv1.2, TLSv1.3\n");
  EXPECT_FALSE(own.profile().offer.versions.empty());
  EXPECT_FALSE(own.profile().offer.cipher_suites.empty());
  EXPECT_TRUE(own.notes_on("disables every version") && own.notes_on("disables every suite"));
}

}  // namespace
}  // namespace tlswhy::testing
