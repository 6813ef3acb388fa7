// Names of Diffie-Hellman primes that many servers share: RFC 2409, RFC 3526, RFC 7919.
#pragma once

#include <string>

#include "base/bytes.hpp"

namespace tlswhy {

// `prime`: big-endian, without leading zeros. "ffdhe2048", "Oakley group 2", ... or empty.
std::string known_prime(Bytes prime);

}  // namespace tlswhy
