#include "protection/cipher.hpp"

namespace tlswhy {
namespace {

bool carried_out(KeyExchange exchange) {
  return exchange == KeyExchange::rsa || exchange == KeyExchange::dhe ||
         exchange == KeyExchange::ecdhe || exchange == KeyExchange::tls13;
}

bool carried_out(Authentication authentication) {
  return authentication != Authentication::psk && authentication != Authentication::other;
}

}  // namespace

std::optional<SuiteTraits> find_suite(CipherSuite suite) {
  const SuiteTraits is = traits(suite);
  if (!is.known || is.cipher == Cipher::other || !carried_out(is.key_exchange) ||
      !carried_out(is.authentication)) {
    return std::nullopt;
  }
  return is;
}

CipherTraits traits(Cipher cipher) {
  using enum CipherTraits::Mode;
  using enum Cipher;
  switch (cipher) {
    case other:
    case null: break;
    case rc4: return {"RC4", stream, 16, 0, 0, false};
    case des_cbc: return {"DES-CBC", cbc, 8, 8, 0, false};
    case triple_des_cbc: return {"DES-EDE3-CBC", cbc, 24, 8, 0, false};
    case idea_cbc: return {"IDEA-CBC", cbc, 16, 8, 0, false};
    case seed_cbc: return {"SEED-CBC", cbc, 16, 16, 0, false};
    case aes128_cbc: return {"AES-128-CBC", cbc, 16, 16, 0, false};
    case aes256_cbc: return {"AES-256-CBC", cbc, 32, 16, 0, false};
    case camellia128_cbc: return {"CAMELLIA-128-CBC", cbc, 16, 16, 0, false};
    case camellia256_cbc: return {"CAMELLIA-256-CBC", cbc, 32, 16, 0, false};
    case aria128_cbc: return {"ARIA-128-CBC", cbc, 16, 16, 0, false};
    case aria256_cbc: return {"ARIA-256-CBC", cbc, 32, 16, 0, false};
    case aes128_gcm: return {"AES-128-GCM", aead, 16, 0, 16, true};
    case aes256_gcm: return {"AES-256-GCM", aead, 32, 0, 16, true};
    case aria128_gcm: return {"ARIA-128-GCM", aead, 16, 0, 16, true};
    case aria256_gcm: return {"ARIA-256-GCM", aead, 32, 0, 16, true};
    case aes128_ccm: return {"AES-128-CCM", aead, 16, 0, 16, true};
    case aes256_ccm: return {"AES-256-CCM", aead, 32, 0, 16, true};
    case aes128_ccm8: return {"AES-128-CCM", aead, 16, 0, 8, true};
    case aes256_ccm8: return {"AES-256-CCM", aead, 32, 0, 8, true};
    case chacha20_poly1305: return {"ChaCha20-Poly1305", aead, 32, 0, 16, false};
  }
  return {"", stream, 0, 0, 0, false};
}

}  // namespace tlswhy
