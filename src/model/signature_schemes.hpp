// Signature schemes (RFC 8446 section 4.2.3) and the keys and certificates that they fit.
#pragma once

#include <optional>

#include "wire/code_points.hpp"
#include "x509/certificate.hpp"

namespace tlswhy {

// The scheme that stands for the signature on a certificate; RSASSA-PSS as rsa_pss_rsae_*. Nothing
// where TLS has no number for it (RSASSA-PSS with SHA-1, MD2).
std::optional<SignatureScheme> scheme_of_signature(const Certificate& certificate);

// Whether the key can make such a handshake signature in that version (RFC 8446 section 4.2.3,
// RFC 5246 section 7.4.1.4.1).
bool key_makes(const Certificate& leaf, SignatureScheme scheme, ProtocolVersion version);

}  // namespace tlswhy
