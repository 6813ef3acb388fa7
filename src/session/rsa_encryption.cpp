#include "session/rsa_encryption.hpp"

#include <openssl/evp.h>
#include <openssl/rsa.h>

#include <algorithm>

namespace tlswhy::session {
namespace {

EVP_PKEY* key_of(const KeyHandle& key) { return static_cast<EVP_PKEY*>(key.get()); }

}  // namespace

std::optional<Buffer> rsa_encrypt(const KeyHandle& key, Bytes data, const Random& random) {
  if (!key || EVP_PKEY_get_base_id(key_of(key)) != EVP_PKEY_RSA) return std::nullopt;
  const auto width = static_cast<std::size_t>(EVP_PKEY_get_size(key_of(key)));
  if (width < data.size() + 11) return std::nullopt;
  // RFC 8017 section 7.2.1; libcrypto would pad with randomness of its own.
  Buffer padding = random_bytes(random, width - data.size() - 3);
  std::ranges::replace(padding, std::uint8_t{0}, std::uint8_t{1});
  const Buffer block = joined({Buffer{0, 2}, padding, Buffer{0}, data});
  const std::unique_ptr<EVP_PKEY_CTX, decltype(&EVP_PKEY_CTX_free)> context(
      EVP_PKEY_CTX_new(key_of(key), nullptr), EVP_PKEY_CTX_free);
  std::size_t size = 0;
  if (EVP_PKEY_encrypt_init(context.get()) != 1 ||
      EVP_PKEY_CTX_set_rsa_padding(context.get(), RSA_NO_PADDING) <= 0 ||
      EVP_PKEY_encrypt(context.get(), nullptr, &size, block.data(), block.size()) != 1) {
    return std::nullopt;
  }
  Buffer out(size);
  if (EVP_PKEY_encrypt(context.get(), out.data(), &size, block.data(), block.size()) != 1) {
    return std::nullopt;
  }
  out.resize(size);
  return out;
}

}  // namespace tlswhy::session
