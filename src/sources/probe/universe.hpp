// All that a server could take, as far as IANA's registries and a few well-known drafts know it.
#pragma once

#include <vector>

#include "wire/code_points.hpp"
#include "wire/suite_traits.hpp"

namespace tlswhy {

// Lists with the common ones first. Signalling values are no suites.
struct Universe {
  std::vector<CipherSuite> cipher_suites;
  std::vector<NamedGroup> groups;
  std::vector<SignatureScheme> schemes;
};
const Universe& universe(ProtocolVersion version);

// Whether a certificate with an EC or EdDSA key is needed (RFC 8422, RFC 8446 section 4.2.3).
bool is_ecdsa(CipherSuite suite);
bool is_ecdsa(SignatureScheme scheme);
// Whether the server signs its key exchange under this suite of TLS <= 1.2.
bool is_signed(CipherSuite suite);
bool is_ecdhe(CipherSuite suite);      // TLS 1.3 suites too: they have a group
bool is_certified(CipherSuite suite);  // the server shows a certificate: no anonymous one, no PSK
bool is_chacha(CipherSuite suite);
// Those of the suites for which the server shows a certificate; where there is none, all of them.
std::vector<CipherSuite> certified(std::vector<CipherSuite> suites);
bool is_ecdhe_aes_gcm(CipherSuite suite);  // RFC 5289, and the two of RFC 8446

}  // namespace tlswhy
