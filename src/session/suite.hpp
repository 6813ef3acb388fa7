// What a cipher suite is made of, as far as a session of ours can carry it out (RFC 5246 appendix
// A.5 and C, RFC 8446 appendix B.4, RFC 8422, 5288, 6655, 7251, 7905, 5932, 6209, 4162).
#pragma once

#include <optional>

#include "session/hash.hpp"
#include "wire/code_points.hpp"

namespace tlswhy::session {

enum class KeyExchange : std::uint8_t { rsa, dhe, ecdhe, tls13 };
enum class Authentication : std::uint8_t { rsa, dss, ecdsa, anonymous, tls13 };
enum class Cipher : std::uint8_t {
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

struct CipherTraits {
  enum class Mode : std::uint8_t { stream, cbc, aead };
  const char* name;  // in libcrypto; empty: none
  Mode mode;
  std::uint8_t key, block;  // bytes; block is that of the initialisation vector of CBC
  std::uint8_t tag;         // AEAD
  bool explicit_nonce;      // TLS 1.2: 8 of its 12 nonce bytes stand in the record (RFC 5288)
};

struct Suite {
  std::uint16_t code;
  KeyExchange key_exchange;
  Authentication authentication;
  Cipher cipher;
  Hash hash;  // of the MAC; where the cipher is an AEAD that of the PRF or of HKDF

  // TLS 1.2 has SHA-256 wherever the suite does not say SHA-384 (RFC 5246 section 5).
  [[nodiscard]] Hash prf_hash() const { return hash == Hash::sha384 ? hash : Hash::sha256; }
};

// Nothing: a suite of another kind (PSK, SRP, KRB5, export, static DH ...), which is unsupported.
std::optional<Suite> find_suite(CipherSuite suite);
CipherTraits traits(Cipher cipher);

}  // namespace tlswhy::session
