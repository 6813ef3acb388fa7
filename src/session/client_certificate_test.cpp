#include "session/client_certificate.hpp"

#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include "session/testing/libssl_server.hpp"

namespace tlswhy::testing {
namespace {

using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;

std::string pem_of(const std::vector<std::uint8_t>& der, const char* passphrase) {
  const std::uint8_t* at = der.data();
  const Key key(d2i_AutoPrivateKey(nullptr, &at, static_cast<long>(der.size())), EVP_PKEY_free);
  const std::unique_ptr<BIO, decltype(&BIO_free)> out(BIO_new(BIO_s_mem()), BIO_free);
  const auto* secret = reinterpret_cast<const unsigned char*>(passphrase);
  PEM_write_bio_PrivateKey(out.get(), key.get(), passphrase ? EVP_aes_128_cbc() : nullptr, secret,
                           passphrase ? 6 : 0, nullptr, nullptr);
  std::string text(BIO_ctrl_pending(out.get()), '\0');
  BIO_read(out.get(), text.data(), static_cast<int>(text.size()));
  return text;
}

TEST(PrivateKey, IsReadFromDerAndPem) {
  for (const KeyType type : {KeyType::rsa, KeyType::p256, KeyType::ed25519, KeyType::rsa_pss}) {
    const auto der = make_certificate(type).private_key;
    const auto from_der = read_private_key(der);
    ASSERT_TRUE(from_der) << from_der.error().what;
    EXPECT_EQ(*from_der, der);
    const std::string certificate_before = "some text before it\n" + pem_of(der, nullptr);
    const auto from_pem = read_private_key(as_bytes(certificate_before));
    ASSERT_TRUE(from_pem) << from_pem.error().what;
    EXPECT_EQ(*from_pem, der);
  }
}

TEST(PrivateKey, ThatIsEncryptedOrNoneIsAnError) {
  const auto der = make_certificate(KeyType::p256).private_key;
  EXPECT_FALSE(read_private_key(as_bytes(pem_of(der, "secret"))));
  EXPECT_FALSE(read_private_key(as_bytes("no key")));
  EXPECT_FALSE(read_private_key({}));
  EXPECT_FALSE(read_private_key(make_certificate(KeyType::p256).chain.front()));
}

}  // namespace
}  // namespace tlswhy::testing
