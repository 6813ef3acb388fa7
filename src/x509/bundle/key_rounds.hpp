// How much work a password-based algorithm asks for, so that a file cannot keep tlswhy busy for
// ever.
#pragma once

#include <cstdint>

#include "base/bytes.hpp"

namespace tlswhy::bundle {

inline constexpr std::uint64_t max_key_rounds = 2'000'000;

// The rounds in the parameters of PBES2 (RFC 8018 §A.4: PBKDF2, or scrypt of RFC 7914) or of an
// older scheme (RFC 8018 §A.3, RFC 7292 §C); 0 where they cannot be read, which libcrypto refuses.
std::uint64_t key_rounds(Bytes parameters);

}  // namespace tlswhy::bundle
