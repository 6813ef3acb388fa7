// How a cipher suite protects records, as far as it can be carried out here (RFC 5246 appendix C,
// RFC 8446 appendix B.4, RFC 5288, 6655, 7251, 7905, 5932, 6209, 4162).
#pragma once

#include <optional>

#include "wire/suite_traits.hpp"

namespace tlswhy {

struct CipherTraits {
  enum class Mode : std::uint8_t { stream, cbc, aead };
  const char* name;  // in libcrypto; empty: none
  Mode mode;
  std::uint8_t key, block;  // bytes; block is that of the initialisation vector of CBC
  std::uint8_t tag;         // AEAD
  bool explicit_nonce;      // TLS 1.2: 8 of its 12 nonce bytes stand in the record (RFC 5288)
};

// Nothing for a suite of another kind (PSK, SRP, KRB5, export, static DH ...), which no session of
// ours carries out.
std::optional<SuiteTraits> find_suite(CipherSuite suite);
CipherTraits traits(Cipher cipher);

}  // namespace tlswhy
