// What libcrypto is asked about certificates: whether a signature verifies.
#pragma once

#include <optional>

#include "x509/certificate.hpp"

namespace tlswhy {

// The signature on `subject` verifies with `issuer`'s key. Nothing where libcrypto cannot tell.
std::optional<bool> signed_by(const Certificate& subject, const Certificate& issuer);

// The algorithm of the signature on `subject` is one of keys like `issuer`'s, or this is not known.
bool could_sign(const Certificate& subject, const Certificate& issuer);

}  // namespace tlswhy
