// What a cipher suite's registry name says about it (RFC 5246 appendix A.5, RFC 8446 appendix B.4).
#pragma once

#include <cstdint>

#include "wire/code_points.hpp"

namespace tlswhy::knowledge {

enum class KeyExchange : std::uint8_t { rsa, dhe, ecdhe, dh, ecdh, psk, other, tls13 };
enum class Authentication : std::uint8_t { rsa, ecdsa, dss, anonymous, psk, other, tls13 };
enum class BulkCipher : std::uint8_t {
  aead,
  cbc,
  rc4,
  triple_des,
  weak,
  null
};  // weak: DES, export, RC2

struct SuiteTraits {
  bool known = false;  // in the registry; a signalling value is not a suite and counts as unknown
  KeyExchange key_exchange = KeyExchange::other;
  Authentication authentication = Authentication::other;
  BulkCipher cipher = BulkCipher::cbc;
  bool tls12_only = false;  // AEAD or SHA-256/384 MAC: needs TLS 1.2 (RFC 5246 §1.2)
};

SuiteTraits traits(CipherSuite suite);

}  // namespace tlswhy::knowledge
