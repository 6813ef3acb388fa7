#include "wire/suite_traits.hpp"

#include <gtest/gtest.h>

#include "wire/registry.hpp"

namespace tlswhy {
namespace {

SuiteTraits of(std::string_view name) {
  return traits(CipherSuite{cipher_suite(name).value_or(0)});
}

TEST(SuiteTraits, AreReadFromTheName) {
  const SuiteTraits gcm = of("TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256");
  EXPECT_TRUE(gcm.known);
  EXPECT_EQ(gcm.key_exchange, KeyExchange::ecdhe);
  EXPECT_EQ(gcm.authentication, Authentication::ecdsa);
  EXPECT_EQ(gcm.kind, CipherKind::aead);
  EXPECT_TRUE(gcm.tls12_only);
  const SuiteTraits cbc = of("TLS_DHE_RSA_WITH_AES_256_CBC_SHA");
  EXPECT_EQ(cbc.key_exchange, KeyExchange::dhe);
  EXPECT_EQ(cbc.authentication, Authentication::rsa);
  EXPECT_EQ(cbc.kind, CipherKind::cbc);
  EXPECT_FALSE(cbc.tls12_only);
  EXPECT_TRUE(of("TLS_DHE_RSA_WITH_AES_256_CBC_SHA256").tls12_only);
  EXPECT_EQ(of("TLS_RSA_WITH_3DES_EDE_CBC_SHA").kind, CipherKind::triple_des);
  EXPECT_EQ(of("TLS_RSA_EXPORT_WITH_RC4_40_MD5").kind, CipherKind::weak);
  EXPECT_EQ(of("TLS_AES_128_GCM_SHA256").key_exchange, KeyExchange::tls13);
  EXPECT_EQ(of("TLS_DH_anon_WITH_AES_128_CBC_SHA").authentication, Authentication::anonymous);
  EXPECT_EQ(of("TLS_PSK_DHE_WITH_AES_128_CCM_8").key_exchange, KeyExchange::dhe);
  EXPECT_EQ(of("TLS_ECDH_ECDSA_WITH_AES_128_CBC_SHA").key_exchange, KeyExchange::ecdh);
}

TEST(SuiteTraits, TellTheCipherAndTheHash) {
  const auto expect = [](std::string_view name, Cipher cipher, Hash hash) {
    EXPECT_EQ(of(name).cipher, cipher) << name;
    EXPECT_EQ(of(name).hash, hash) << name;
  };
  expect("TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384", Cipher::aes256_gcm, Hash::sha384);
  expect("TLS_AES_128_CCM_8_SHA256", Cipher::aes128_ccm8, Hash::sha256);
  expect("TLS_RSA_WITH_AES_256_CCM", Cipher::aes256_ccm, Hash::sha256);
  expect("TLS_RSA_WITH_NULL_MD5", Cipher::null, Hash::md5);
  expect("TLS_DHE_DSS_WITH_DES_CBC_SHA", Cipher::des_cbc, Hash::sha1);
  expect("TLS_RSA_WITH_3DES_EDE_CBC_SHA", Cipher::triple_des_cbc, Hash::sha1);
  expect("TLS_DHE_RSA_WITH_CHACHA20_POLY1305_SHA256", Cipher::chacha20_poly1305, Hash::sha256);
}

TEST(SuiteTraits, WhatCannotBeDecryptedIsAnotherCipher) {
  for (const std::string_view name :
       {"TLS_RSA_EXPORT_WITH_RC4_40_MD5", "TLS_RSA_EXPORT_WITH_DES40_CBC_SHA",
        "TLS_KRB5_EXPORT_WITH_DES_CBC_40_SHA", "TLS_RSA_WITH_CAMELLIA_128_GCM_SHA256",
        "TLS_SM4_GCM_SM3", "TLS_AES_128_GCM_ASCONHASH256"})
    EXPECT_EQ(of(name).cipher, Cipher::other) << name;
}

TEST(SuiteTraits, WhatIsNoSuiteIsUnknown) {
  for (const unsigned code : {0x00ffU, 0x5600U, 0x1a1aU, 0xc0feU, 0x8888U, 0xffffU})
    EXPECT_FALSE(traits(CipherSuite{static_cast<std::uint16_t>(code)}).known) << code;
}

TEST(SuiteTraits, EverySuiteOfTheRegistryIsKnown) {
  for (const std::string_view name : cipher_suite_names())
    EXPECT_EQ(of(name).known, !name.ends_with("_SCSV")) << name;
}

}  // namespace
}  // namespace tlswhy
