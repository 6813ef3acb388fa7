// What libcrypto is asked about certificates: whether a signature verifies.
#pragma once

#include <optional>

#include "x509/certificate.hpp"

namespace tlswhy {

// The signature on `subject` verifies with `issuer`'s key (RFC 5280 section 6.1.3, (a)(1)). Nothing
// where libcrypto cannot tell. The last answers are remembered by both fingerprints, so not to be
// called by several threads at once.
std::optional<bool> signed_by(const Certificate& subject, const Certificate& issuer);

// The algorithm of the signature on `subject` is one of keys like `issuer`'s, or this is not known.
bool could_sign(const Certificate& subject, const Certificate& issuer);

}  // namespace tlswhy
