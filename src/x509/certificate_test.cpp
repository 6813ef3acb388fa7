#include "x509/certificate.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "wire/testing/tls_bytes.hpp"

namespace tlswhy::testing {
namespace {

Certificate read(const std::string& name) {
  return read_certificate(as_bytes(fixture("certificates/" + name + ".der")));
}

TEST(Certificate, SaysWhoAndForWhom) {
  const Certificate leaf = read("leaf");
  ASSERT_TRUE(leaf.parsed);
  EXPECT_EQ(leaf.common_name, "leaf");
  EXPECT_EQ(short_name(leaf.issuer), "issuing");
  EXPECT_EQ(leaf.dns_names, (std::vector<std::string>{"www.example.test", "*.api.example.test"}));
  EXPECT_EQ(leaf.ip_addresses, (std::vector<std::string>{"192.0.2.1", "2001:db8::1"}));
  EXPECT_TRUE(leaf.has_subject_alt_name);
  EXPECT_FALSE(leaf.self_issued);
  EXPECT_EQ(leaf.version, 3);
  EXPECT_EQ(leaf.ca_issuers, "http://ca.example.test/issuing.crt");
  EXPECT_GT(leaf.not_after, leaf.not_before);
}

TEST(Certificate, SaysWhatItMayDo) {
  const Certificate leaf = read("leaf"), ca = read("issuing"), limited = read("path-length");
  EXPECT_FALSE(leaf.is_ca);
  EXPECT_TRUE(leaf.digital_signature && leaf.key_encipherment && leaf.server_auth);
  EXPECT_FALSE(leaf.key_cert_sign || leaf.client_auth);
  EXPECT_TRUE(ca.is_ca && ca.key_cert_sign && !ca.path_length);
  EXPECT_EQ(limited.path_length, 0U);
  const Certificate client = read("client");
  EXPECT_TRUE(client.client_auth);
  EXPECT_FALSE(client.server_auth);
  EXPECT_TRUE(read("root").self_issued);
}

TEST(Certificate, TellsPssFromPkcs1) {
  const Certificate plain = read("leaf"), leaf = read("pss-leaf"), ca = read("pss-issuing");
  EXPECT_EQ(plain.signature.name, "sha256WithRSAEncryption");
  EXPECT_FALSE(plain.signature.pss);
  EXPECT_TRUE(leaf.signature.pss && ca.signature.pss);
  EXPECT_EQ(leaf.signature.oid, "1.2.840.113549.1.1.10");
  EXPECT_EQ(leaf.signature.hash, "SHA256");
  EXPECT_EQ(ca.signature.hash, "SHA384");
  EXPECT_EQ(leaf.key, KeyKind::rsa);  // the signature is PSS, the key any RSA key
}

TEST(Certificate, SaysWhatKeyItHas) {
  EXPECT_EQ(read("leaf").key_text, "RSA-2048");
  EXPECT_EQ(read("leaf").key_bits, 2048U);
  EXPECT_EQ(read("staple").key, KeyKind::ec);
  EXPECT_EQ(read("staple").curve, "secp256r1");
  EXPECT_EQ(read("critical").key, KeyKind::ed25519);
}

TEST(Certificate, SaysHowPssIsUsed) {
  const Certificate leaf = read("pss-leaf"), ca = read("pss-issuing"), bound = read("pss-key");
  EXPECT_EQ(leaf.signature.pss_parameters, (PssParameters{"SHA256", "SHA256", 32}));
  EXPECT_EQ(ca.signature.pss_parameters, (PssParameters{"SHA384", "SHA384", 48}));
  EXPECT_FALSE(read("leaf").signature.pss_parameters);
  EXPECT_EQ(bound.key, KeyKind::rsa_pss);
  EXPECT_EQ(bound.key_pss_limits, (PssParameters{"SHA256", "SHA256", 20}));
  EXPECT_FALSE(leaf.key_pss_limits);
}

TEST(Certificate, SaysWhichCurve) {
  EXPECT_EQ(read("staple").group, NamedGroup{23});
  EXPECT_FALSE(read("staple").explicit_curve);
  EXPECT_TRUE(read("explicit-curve").explicit_curve);
  EXPECT_FALSE(read("leaf").group);
  EXPECT_NE(read("staple").spki_sha256, read("leaf").spki_sha256);
}

TEST(Certificate, SaysAllItsUsagesAndAddresses) {
  const Certificate all = read("extensions"), leaf = read("leaf"), ca = read("issuing");
  EXPECT_TRUE(all.allows(KeyUsage::decipher_only) && all.allows(KeyUsage::key_agreement));
  EXPECT_FALSE(all.allows(KeyUsage::crl_sign) || all.allows(KeyUsage::digital_signature));
  EXPECT_EQ(leaf.key_usage, 0b101);
  EXPECT_EQ(read("explicit-curve").key_usage, 0);
  EXPECT_TRUE(read("explicit-curve").allows(KeyUsage::crl_sign));
  EXPECT_EQ(all.extended_key_usages,
            (std::vector<std::string>{"1.3.6.1.5.5.7.3.1", "1.3.6.1.4.1.311.10.3.3"}));
  EXPECT_EQ(all.ocsp_urls, std::vector<std::string>{"http://ocsp.example.test/"});
  EXPECT_EQ(all.crl_urls, (std::vector<std::string>{"http://crl.example.test/1.crl",
                                                    "http://crl.example.test/2.crl"}));
  EXPECT_EQ(all.ca_issuers_urls, (std::vector<std::string>{"http://ca.example.test/1.crt",
                                                           "http://ca.example.test/2.crt"}));
  EXPECT_EQ(all.tls_features, (std::vector<std::uint16_t>{5, 17}));
  EXPECT_EQ(leaf.authority_key_id.value().key_id, ca.subject_key_id);
  EXPECT_EQ(all.authority_key_id.value().serial, all.serial);
  EXPECT_EQ(all.authority_key_id.value().issuer, all.issuer);
  EXPECT_EQ(all.extensions.front().oid, "2.5.29.19");
  EXPECT_TRUE(all.extensions.front().critical);
  EXPECT_FALSE(all.extensions.back().critical);
}

TEST(Certificate, SaysWhatItsNamesAreLimitedTo) {
  EXPECT_FALSE(read("leaf").name_constraints);
  using Kind = NameConstraints::Kind;
  const NameConstraints limits = read("extensions").name_constraints.value();
  ASSERT_EQ(limits.permitted.size(), 3U);
  EXPECT_EQ(limits.permitted[0].kind, Kind::dns);
  EXPECT_EQ(limits.permitted[0].base, "example.test");
  EXPECT_EQ(limits.permitted[1].base, "192.0.2.0/255.255.255.0");
  EXPECT_EQ(limits.permitted[2].kind, Kind::email);
  ASSERT_EQ(limits.excluded.size(), 1U);
  EXPECT_EQ(limits.excluded[0].base, "secret.example.test");
}

TEST(Certificate, NamesMlDsa) {
  const Certificate certificate = read("ml-dsa");
  EXPECT_EQ(certificate.signature.name, "ML-DSA-65");
  EXPECT_EQ(certificate.key, KeyKind::ml_dsa);
  EXPECT_EQ(certificate.key_text, "ML-DSA-44");
}

TEST(Certificate, SaysWhatClientsStumbleOver) {
  EXPECT_EQ(read("critical").unknown_critical, std::vector<std::string>{"1.2.3.4.5"});
  EXPECT_TRUE(read("leaf").unknown_critical.empty());
  EXPECT_TRUE(read("issuing").unknown_critical.empty());  // name constraints are known
  EXPECT_TRUE(read("staple").must_staple);
  EXPECT_FALSE(read("leaf").must_staple);
}

TEST(Certificate, IsListedByTheFirstNameThatItHas) {
  EXPECT_EQ(listed_name("C=US, O=Example, CN=Root \\+ 1"), "Root + 1");
  EXPECT_EQ(listed_name("CN=A\\, B, O=Example"), "A, B");
  EXPECT_EQ(listed_name("OU=Unit, O=ACN=x"), "Unit");
  EXPECT_EQ(listed_name("O=Example, C=US"), "Example");
  EXPECT_EQ(listed_name("C=US"), "C=US");
  EXPECT_EQ(listed_name(""), "");
}

TEST(Certificate, ThatIsNoneStillHasItsHash) {
  const std::string whole = fixture("certificates/leaf.der");
  for (const std::string& bytes : {std::string(), std::string("nonsense"), whole.substr(0, 300)}) {
    const Certificate read = read_certificate(as_bytes(bytes));
    EXPECT_FALSE(read.parsed);
    EXPECT_EQ(read.sha256, sha256(as_bytes(bytes)));
  }
}

}  // namespace
}  // namespace tlswhy::testing
