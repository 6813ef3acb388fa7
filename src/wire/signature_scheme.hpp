// What a signature scheme's registry name says about it: RFC 8446 section 4.2.3, and for the pairs
// of hash and signature that TLS 1.2 numbers in the same way RFC 5246 section 7.4.1.4.1.
#pragma once

#include <cstdint>
#include <optional>

#include "wire/code_points.hpp"
#include "wire/hash.hpp"

namespace tlswhy {

enum class SignatureKind : std::uint8_t {
  rsa_pkcs1,
  rsa_pss_rsae,  // RSASSA-PSS by a key of rsaEncryption
  rsa_pss_pss,   // by a key of id-RSASSA-PSS
  ecdsa,
  dsa,
  ed25519,
  ed448,
  ml_dsa,
  other,  // unknown here: GOST, SM2, identity-based signatures, numbers without a name
};

struct SchemeTraits {
  SignatureKind kind = SignatureKind::other;
  std::optional<Hash> hash;  // nothing: the signature has its own, or it is unknown here
  // TLS 1.3 binds ECDSA to the curve of the key, here with the number that a certificate's key has:
  // that of brainpoolP256r1 (RFC 7027), not of brainpoolP256r1tls13 (RFC 8734).
  std::optional<NamedGroup> curve;
  bool tls13 = false;  // may sign a handshake of TLS 1.3

  [[nodiscard]] bool is_pss() const {
    return kind == SignatureKind::rsa_pss_rsae || kind == SignatureKind::rsa_pss_pss;
  }
  [[nodiscard]] bool is_eddsa() const {
    return kind == SignatureKind::ed25519 || kind == SignatureKind::ed448;
  }
};

const SchemeTraits& traits(SignatureScheme scheme);

// The scheme of that kind and hash; of ECDSA the pair of TLS 1.2, whatever the curve. Nothing where
// TLS has no number for it.
std::optional<SignatureScheme> scheme_of(SignatureKind kind, Hash hash);

}  // namespace tlswhy
