#include "session/client_certificate.hpp"

#include <openssl/decoder.h>
#include <openssl/evp.h>
#include <openssl/x509.h>

#include <algorithm>
#include <memory>

namespace tlswhy {

Result<std::vector<std::uint8_t>> read_private_key(Bytes content) {
  EVP_PKEY* read = nullptr;
  const std::unique_ptr<OSSL_DECODER_CTX, decltype(&OSSL_DECODER_CTX_free)> decoder(
      OSSL_DECODER_CTX_new_for_pkey(&read, nullptr, nullptr, nullptr, EVP_PKEY_KEYPAIR, nullptr,
                                    nullptr),
      OSSL_DECODER_CTX_free);
  // An empty passphrase, so that an encrypted key asks nobody at the terminal.
  static constexpr unsigned char none[1] = {};
  OSSL_DECODER_CTX_set_passphrase(decoder.get(), none, 0);
  const unsigned char* at = content.data();
  std::size_t size = content.size();
  OSSL_DECODER_from_data(decoder.get(), &at, &size);
  const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(read, EVP_PKEY_free);
  if (!key)
    return failure(Error::Kind::malformed, "no private key that can be read without a passphrase");
  std::vector<std::uint8_t> out(
      static_cast<std::size_t>(std::max(0, i2d_PrivateKey(key.get(), nullptr))));
  if (out.empty()) return failure(Error::Kind::unsupported, "a private key of an unknown kind");
  unsigned char* to = out.data();
  i2d_PrivateKey(key.get(), &to);
  return out;
}

}  // namespace tlswhy
