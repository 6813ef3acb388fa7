// The hashes of TLS with HMAC (RFC 2104): one-shot, over libcrypto.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "base/bytes.hpp"

namespace tlswhy::session {

// md5_sha1: both after each other, as signatures before TLS 1.2 have it (RFC 2246 section 7.4.3).
enum class Hash : std::uint8_t { md5, sha1, md5_sha1, sha224, sha256, sha384, sha512 };

std::size_t size_of(Hash hash);
std::vector<std::uint8_t> digest(Hash hash, Bytes data);
std::vector<std::uint8_t> hmac(Hash hash, Bytes key, Bytes data);

// Fills the span with random bytes. Empty: libcrypto's own; tests put in one that repeats itself.
using Random = std::function<void(std::span<std::uint8_t>)>;
std::vector<std::uint8_t> random_bytes(const Random& random, std::size_t count);

}  // namespace tlswhy::session
