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

TEST(Certificate, SaysWhatClientsStumbleOver) {
  EXPECT_EQ(read("critical").unknown_critical, std::vector<std::string>{"1.2.3.4.5"});
  EXPECT_TRUE(read("leaf").unknown_critical.empty());
  EXPECT_TRUE(read("issuing").unknown_critical.empty());  // name constraints are known
  EXPECT_TRUE(read("staple").must_staple);
  EXPECT_FALSE(read("leaf").must_staple);
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
