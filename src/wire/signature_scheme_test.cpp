#include "wire/signature_scheme.hpp"

#include <gtest/gtest.h>

namespace tlswhy {
namespace {

using enum SignatureScheme;

TEST(SchemeTraits, AreReadFromTheName) {
  const SchemeTraits pss = traits(rsa_pss_pss_sha384);
  EXPECT_EQ(pss.kind, SignatureKind::rsa_pss_pss);
  EXPECT_EQ(pss.hash, Hash::sha384);
  EXPECT_TRUE(pss.is_pss());
  EXPECT_TRUE(pss.tls13);
  EXPECT_EQ(traits(rsa_pss_rsae_sha256).kind, SignatureKind::rsa_pss_rsae);
  EXPECT_EQ(traits(rsa_pkcs1_sha256).kind, SignatureKind::rsa_pkcs1);
  EXPECT_FALSE(traits(rsa_pkcs1_sha256).tls13);
  EXPECT_EQ(traits(dsa_sha1).kind, SignatureKind::dsa);
  EXPECT_TRUE(traits(ed25519).is_eddsa());
  EXPECT_EQ(traits(ed448).hash, std::nullopt);
  EXPECT_EQ(traits(mldsa65).kind, SignatureKind::ml_dsa);
}

TEST(SchemeTraits, EcdsaOfTls13NamesItsCurve) {
  EXPECT_EQ(traits(ecdsa_secp256r1_sha256).curve, NamedGroup{23});
  EXPECT_EQ(traits(ecdsa_secp521r1_sha512).curve, NamedGroup{25});
  const SchemeTraits brainpool = traits(ecdsa_brainpoolP384r1tls13_sha384);
  EXPECT_EQ(brainpool.kind, SignatureKind::ecdsa);
  EXPECT_EQ(brainpool.curve, NamedGroup{27});
  EXPECT_EQ(brainpool.hash, Hash::sha384);
  EXPECT_EQ(traits(ecdsa_sha1).curve, std::nullopt);
  EXPECT_FALSE(traits(ecdsa_sha1).tls13);
  EXPECT_EQ(traits(SignatureScheme{0x0303}).hash, Hash::sha224);  // a pair of TLS 1.2
}

TEST(SchemeTraits, ASchemeIsFoundByItsKindAndHash) {
  for (unsigned value = 0; value <= 0xffff; ++value) {
    const SignatureScheme scheme{static_cast<std::uint16_t>(value)};
    const SchemeTraits is = traits(scheme);
    const bool brainpool = (value & 0xfff0) == 0x0810;  // numbers of its own for hash and ECDSA
    if (!is.hash || brainpool) continue;
    EXPECT_EQ(scheme_of(is.kind, *is.hash), scheme) << value;
  }
  EXPECT_EQ(scheme_of(SignatureKind::rsa_pss_rsae, Hash::sha1), std::nullopt);
  EXPECT_EQ(scheme_of(SignatureKind::rsa_pkcs1, Hash::md5_sha1), std::nullopt);
}

TEST(SchemeTraits, WhatHasNoNameIsOther) {
  for (const unsigned value :
       {0x0000U, 0x0001U, 0x0420U, 0x0708U, 0x0a0aU, 0x0403U + 1U, 0xfe01U}) {
    const SchemeTraits is = traits(SignatureScheme{static_cast<std::uint16_t>(value)});
    EXPECT_EQ(is.kind, SignatureKind::other) << value;
    EXPECT_FALSE(is.tls13) << value;
  }
}

}  // namespace
}  // namespace tlswhy
