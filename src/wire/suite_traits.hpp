// What a cipher suite's registry name says about it (RFC 5246 appendix A.5, RFC 8446 appendix B.4).
#pragma once

#include <cstdint>

#include "wire/code_points.hpp"
#include "wire/hash.hpp"

namespace tlswhy {

enum class KeyExchange : std::uint8_t { rsa, dhe, ecdhe, dh, ecdh, psk, other, tls13 };
enum class Authentication : std::uint8_t { rsa, ecdsa, dss, anonymous, psk, other, tls13 };
// The ciphers that tlswhy can decrypt; every other one is `other`.
enum class Cipher : std::uint8_t {
  other,
  null,
  rc4,
  des_cbc,
  triple_des_cbc,
  idea_cbc,
  seed_cbc,
  aes128_cbc,
  aes256_cbc,
  camellia128_cbc,
  camellia256_cbc,
  aria128_cbc,
  aria256_cbc,
  aes128_gcm,
  aes256_gcm,
  aria128_gcm,
  aria256_gcm,
  aes128_ccm,
  aes256_ccm,
  aes128_ccm8,
  aes256_ccm8,
  chacha20_poly1305,
};
// What kind of cipher it is, whether it can be decrypted here or not; weak: DES, export, RC2.
enum class CipherKind : std::uint8_t { aead, cbc, rc4, triple_des, weak, null };

struct SuiteTraits {
  bool known = false;  // in the registry; a signalling value is not a suite and counts as unknown
  KeyExchange key_exchange = KeyExchange::other;
  Authentication authentication = Authentication::other;
  Cipher cipher = Cipher::other;
  CipherKind kind = CipherKind::cbc;
  // Of the MAC; where the cipher is an AEAD, of the PRF or of HKDF. Without meaning for `other`.
  Hash hash = Hash::sha256;
  bool tls12_only = false;  // AEAD or SHA-256/384 MAC: needs TLS 1.2 (RFC 5246 section 1.2)

  // TLS 1.2 has SHA-256 wherever the suite does not say SHA-384 (RFC 5246 section 5).
  [[nodiscard]] Hash prf_hash() const { return hash == Hash::sha384 ? hash : Hash::sha256; }
};

const SuiteTraits& traits(CipherSuite suite);

}  // namespace tlswhy
