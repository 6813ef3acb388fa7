// What libcrypto is asked about certificates: whether a signature verifies, and whether a name is
// within name constraints (RFC 5280 section 4.2.1.10).
#pragma once

#include <optional>

#include "x509/certificate.hpp"

namespace tlswhy {

// The signature on `subject` verifies with `issuer`'s key. Nothing where libcrypto cannot tell.
std::optional<bool> signed_by(const Certificate& subject, const Certificate& issuer);

// The name constraints of `ca` (RFC 5280 §4.2.1.10) allow what `subject` is named; true without
// any.
bool name_constraints_allow(const Certificate& ca, const Certificate& subject);

}  // namespace tlswhy
