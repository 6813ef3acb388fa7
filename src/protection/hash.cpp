#include "protection/hash.hpp"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>

#include "protection/libcrypto.hpp"

namespace tlswhy {

const EVP_MD* evp_md(Hash hash) {
  switch (hash) {
    case Hash::md5: return EVP_md5();
    case Hash::sha1: return EVP_sha1();
    case Hash::md5_sha1: return EVP_md5_sha1();
    case Hash::sha224: return EVP_sha224();
    case Hash::sha256: return EVP_sha256();
    case Hash::sha384: return EVP_sha384();
    case Hash::sha512: return EVP_sha512();
  }
  return EVP_sha256();
}

std::vector<std::uint8_t> digest(Hash hash, Bytes data) {
  std::vector<std::uint8_t> out(size_of(hash));
  EVP_Digest(data.data(), data.size(), out.data(), nullptr, evp_md(hash), nullptr);
  return out;
}

std::vector<std::uint8_t> hmac(Hash hash, Bytes key, Bytes data) {
  static constexpr std::uint8_t nothing = 0;  // HMAC() takes a null key for "the key as before"
  std::vector<std::uint8_t> out(size_of(hash));
  HMAC(evp_md(hash), key.empty() ? &nothing : key.data(), static_cast<int>(key.size()), data.data(),
       data.size(), out.data(), nullptr);
  return out;
}

std::vector<std::uint8_t> random_bytes(const Random& random, std::size_t count) {
  std::vector<std::uint8_t> out(count);
  if (random) {
    random(out);
  } else {
    RAND_bytes(out.data(), static_cast<int>(count));
  }
  return out;
}

}  // namespace tlswhy
