#include "wire/registry.hpp"

#include <gtest/gtest.h>

#include "wire/code_point_tables.hpp"

namespace tlswhy {
namespace {

TEST(Registry, NamesCipherSuitesBothWays) {
  EXPECT_EQ(cipher_suite_name(0x0039), "TLS_DHE_RSA_WITH_AES_256_CBC_SHA");
  EXPECT_EQ(cipher_suite("TLS_AES_128_GCM_SHA256"), 0x1301);
  EXPECT_EQ(cipher_suite_name(0x5600), "TLS_FALLBACK_SCSV");
  EXPECT_EQ(cipher_suite("TLS_EMPTY_RENEGOTIATION_INFO_SCSV"), 0x00ff);
  EXPECT_EQ(cipher_suite("TLS_AES_128_GCM_SHA255"), std::nullopt);
}

TEST(Registry, LeavesOutWhatNamesNothing) {
  EXPECT_EQ(cipher_suite_name(0x001c), "");  // a reserved range
  EXPECT_EQ(cipher_suite_name(0x0a0a), "");  // reserved for GREASE
  EXPECT_EQ(cipher_suite_name(0xffff), "");  // unassigned
  EXPECT_EQ(cipher_suite("Unassigned"), std::nullopt);
  EXPECT_EQ(cipher_suite("Reserved"), std::nullopt);
}

TEST(Registry, NamesGroupsAndSchemes) {
  EXPECT_EQ(named_group_name(29), "x25519");
  EXPECT_EQ(named_group("ffdhe2048"), 256);
  EXPECT_EQ(named_group("X25519MLKEM768"), 0x11ec);
  EXPECT_EQ(signature_scheme_name(0x0804), "rsa_pss_rsae_sha256");
  EXPECT_EQ(signature_scheme("ecdsa_brainpoolP512r1tls13_sha512"), 0x081c);  // last line of the CSV
  EXPECT_EQ(signature_scheme("mldsa65"), 0x0905);
  EXPECT_EQ(signature_scheme_name(0x0303), "ecdsa_sha224");
}

TEST(Registry, NamesAlertsAndExtensions) {
  EXPECT_EQ(alert_description_name(0), "close_notify");
  EXPECT_EQ(alert_description("certificate_unknown"), 46);
  EXPECT_EQ(extension_type_name(0), "server_name");
  EXPECT_EQ(extension_type("encrypted_client_hello"), 0xfe0d);
  EXPECT_EQ(extension_type("renegotiation_info"), 0xff01);
  EXPECT_EQ(extension_type("application_settings"), 17613);
}

TEST(Registry, PrintsUnknownCodePointsAsNumbers) {
  EXPECT_EQ(cipher_suite_text(0x1301), "TLS_AES_128_GCM_SHA256");
  EXPECT_EQ(cipher_suite_text(0xfefe), "0xfefe");
  EXPECT_EQ(named_group_text(0), "0x0000");
  EXPECT_EQ(signature_scheme_text(0xfe01), "0xfe01");
  EXPECT_EQ(extension_type_text(0x1234), "0x1234");
  EXPECT_EQ(alert_description_text(40), "handshake_failure");
  EXPECT_EQ(alert_description_text(200), "200");
}

TEST(Registry, EveryEntryIsFoundBothWays) {
  ASSERT_GT(tables::cipher_suites.by_code.size(), 300U);
  EXPECT_EQ(tables::cipher_suites.by_code.size(), tables::cipher_suites.by_name.size());
  for (const CodePoint& point : tables::cipher_suites.by_code) {
    EXPECT_EQ(cipher_suite_name(point.code), point.name);
    EXPECT_EQ(cipher_suite(point.name), point.code);
  }
  for (const CodePoint& point : tables::alerts.by_code) {
    EXPECT_LE(point.code, 0xff);
    EXPECT_EQ(alert_description(point.name), point.code);
  }
}

TEST(Registry, TakesTheCodePointsOfWire) {
  EXPECT_EQ(cipher_suite_name(CipherSuite::TLS_FALLBACK_SCSV), "TLS_FALLBACK_SCSV");
  EXPECT_EQ(signature_scheme_text(SignatureScheme{0x0403}), "ecdsa_secp256r1_sha256");
  EXPECT_EQ(alert_description_text(AlertDescription{201}), "201");
  EXPECT_EQ(extension_type_text(ExtensionType::key_share), "key_share");
  EXPECT_EQ(named_group_name(NamedGroup{0xfe00}), "");
}

// wire/ has enumerators for the values that tlswhy reasons about; both must mean the same.
TEST(Registry, AgreesWithWire) {
  EXPECT_EQ(extension_type("renegotiation_info"), code(ExtensionType::renegotiation_info));
  EXPECT_EQ(extension_type("psk_key_exchange_modes"), code(ExtensionType::psk_key_exchange_modes));
  EXPECT_EQ(alert_description("insufficient_security"),
            code(AlertDescription::insufficient_security));
  EXPECT_EQ(alert_description("ech_required"), code(AlertDescription::ech_required));
  EXPECT_EQ(signature_scheme("dsa_sha1"), code(SignatureScheme::dsa_sha1));
  EXPECT_EQ(signature_scheme("rsa_pss_pss_sha512"), code(SignatureScheme::rsa_pss_pss_sha512));
  EXPECT_EQ(signature_scheme("ed448"), code(SignatureScheme::ed448));
  EXPECT_EQ(signature_scheme("ecdsa_brainpoolP256r1tls13_sha256"),
            code(SignatureScheme::ecdsa_brainpoolP256r1tls13_sha256));
  EXPECT_EQ(named_group("x448"), code(NamedGroup::x448));
}

TEST(Registry, KnowsGrease) {
  EXPECT_TRUE(is_grease(0x0a0a));
  EXPECT_TRUE(is_grease(0xfafa));
  EXPECT_FALSE(is_grease(0x0a1a));
  EXPECT_FALSE(is_grease(0x1301));
  EXPECT_FALSE(is_grease(0x0b0b));
}

}  // namespace
}  // namespace tlswhy
