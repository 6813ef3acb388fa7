#include "sources/profile/apply_openssl_cnf.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "wire/registry.hpp"

namespace tlswhy::testing {
namespace {

struct Applied {
  OwnProfile own;
  std::vector<std::string> notes;
  [[nodiscard]] const knowledge::ClientProfile& profile() const { return own.profile(); }
  [[nodiscard]] bool notes_on(std::string_view text) const {
    return std::ranges::any_of(
        notes, [text](const std::string& n) { return n.find(text) != std::string::npos; });
  }
};
Applied applied(const std::string& text, const char* client = "openssl-3.0") {
  Applied out{OwnProfile(*knowledge::find_client(client)), {}};
  out.notes = apply_openssl_cnf(text, out.own);
  return out;
}
template <class T>
std::vector<std::uint16_t> numbers(std::span<const T> values) {
  std::vector<std::uint16_t> out;
  for (const T value : values) out.push_back(code(value));
  return out;
}
using Numbers = std::vector<std::uint16_t>;
bool verifies(const Applied& a, std::uint16_t scheme) {
  return std::ranges::find(a.profile().path.verifies, SignatureScheme{scheme}) !=
         a.profile().path.verifies.end();
}

const std::string debian =
    "openssl_conf = default_conf # comment\n[default_conf]\nssl_conf = ssl_sect\n"
    "[ssl_sect]\nsystem_default = defaults\n[other]\nMinProtocol = TLSv1.3\n[defaults]\n";

TEST(OpensslCnf, SectionIsFoundByItsLinks) {
  const auto own = applied(debian + "MinProtocol = TLSv1.2\n");
  EXPECT_EQ(numbers(own.profile().offer.versions), (Numbers{0x0304, 0x0303}));
  EXPECT_TRUE(std::ranges::equal(own.profile().offer.cipher_suites,
                                 knowledge::find_client("openssl-3.0")->offer.cipher_suites));
  EXPECT_TRUE(own.notes.empty());
}

TEST(OpensslCnf, CryptoPoliciesHaveNoSection) {
  const auto own = applied(
      "CipherString = @SECLEVEL=2:kEECDH:-CBC\nTLS.MinProtocol = TLSv1.2\nTLS.MaxProtocol = "
      "TLSv1.3\nDTLS.MinProtocol = DTLSv1.2\nCurves = P-256:X25519\nSignatureAlgorithms = "
      "RSA-PSS+SHA256:RSA+SHA256\n");
  EXPECT_EQ(numbers(own.profile().offer.supported_groups), (Numbers{23, 29}));
  EXPECT_EQ(numbers(own.profile().offer.signature_algorithms).back(), 0x0401);
  EXPECT_TRUE(own.notes_on("DTLS.MinProtocol"));
  EXPECT_EQ(own.profile().path.minimum_rsa_bits, 2048);
}

TEST(OpensslCnf, CipherLanguageIsOpenssls) {
  const auto own = applied(debian +
                           "CipherString = ECDHE-RSA-AES128-GCM-SHA256:AES128-SHA\n"
                           "Ciphersuites = TLS_AES_256_GCM_SHA384\n");
  EXPECT_EQ(numbers(own.profile().offer.cipher_suites), (Numbers{0x1302, 0xc02f, 0x002f}));
}

TEST(OpensslCnf, SecurityLevelLimitsKeysAndHashes) {
  const auto lowest = applied(debian + "CipherString = DEFAULT@SECLEVEL=0\n");
  EXPECT_EQ(lowest.profile().path.minimum_rsa_bits, 0);
  EXPECT_EQ(lowest.profile().policy.minimum_dh_bits, 0);
  EXPECT_TRUE(verifies(lowest, 0x0201) && verifies(lowest, 0x0101));
  const auto three = applied(debian + "CipherString = DEFAULT@SECLEVEL=3\n");
  EXPECT_EQ(three.profile().path.minimum_rsa_bits, 3072);
  EXPECT_EQ(three.profile().path.minimum_ec_bits, 256);
  EXPECT_FALSE(verifies(three, 0x0301));
  EXPECT_TRUE(verifies(three, 0x0401));
  EXPECT_FALSE(verifies(applied(debian + "CipherString = DEFAULT@SECLEVEL=1\n"), 0x0201));
  const auto older = applied(debian + "CipherString = DEFAULT@SECLEVEL=1\n", "openssl-1.1.1");
  EXPECT_TRUE(verifies(older, 0x0201));
}

TEST(OpensslCnf, NothingIsDroppedSilently) {
  const auto own = applied(debian +
                           "CipherString = NONSENSE\nOptions = -SessionTicket\nMinProtocol "
                           "= TLSv1.9\n.include /etc/x.config\n");
  EXPECT_TRUE(own.notes_on("CipherString = NONSENSE"));
  EXPECT_TRUE(std::ranges::equal(own.profile().offer.cipher_suites,
                                 knowledge::find_client("openssl-3.0")->offer.cipher_suites));
  EXPECT_TRUE(own.notes_on("Options = -SessionTicket"));
  EXPECT_TRUE(own.notes_on("TLSv1.9"));
  EXPECT_TRUE(own.notes_on("/etc/x.config"));
  const auto none = applied("HOME = .\n[x]\na = b\n");
  ASSERT_EQ(none.notes.size(), 1U);
  EXPECT_TRUE(none.notes_on("has no system defaults for TLS"));
}

}  // namespace
}  // namespace tlswhy::testing
