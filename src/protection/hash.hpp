// The hashes of TLS with HMAC (RFC 2104): one-shot, over libcrypto.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "base/bytes.hpp"
#include "wire/hash.hpp"

namespace tlswhy {

std::vector<std::uint8_t> digest(Hash hash, Bytes data);
std::vector<std::uint8_t> hmac(Hash hash, Bytes key, Bytes data);

// Fills the span with random bytes. Empty: libcrypto's own; tests put in one that repeats itself.
using Random = std::function<void(std::span<std::uint8_t>)>;
std::vector<std::uint8_t> random_bytes(const Random& random, std::size_t count);

}  // namespace tlswhy
