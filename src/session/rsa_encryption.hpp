// The premaster secret of a key exchange by RSA (RFC 5246 section 7.4.7.1).
#pragma once

#include <optional>

#include "protection/hash.hpp"
#include "protection/signature.hpp"

namespace tlswhy::session {

// RSA encryption with PKCS#1 v1.5 padding, which `random` makes; nothing where the key is no RSA
// key or too short for it.
std::optional<Buffer> rsa_encrypt(const KeyHandle& key, Bytes data, const Random& random);

}  // namespace tlswhy::session
