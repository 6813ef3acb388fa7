// The certificate policies along a path (RFC 5280 section 6.1).
#pragma once

#include <span>

#include "x509/certificate.hpp"

namespace tlswhy {

// `path` begins with the certificate that the anchor issued and ends with the leaf. Any policy is
// good at the beginning, and none is asked for: only a requireExplicitPolicy on the path can make
// it fail.
bool policies_valid(std::span<const Certificate* const> path);

}  // namespace tlswhy
