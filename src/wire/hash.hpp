// The hash functions of TLS up to 1.3, as cipher suites, signature schemes and secrets name them.
#pragma once

#include <cstddef>
#include <cstdint>

namespace tlswhy {

// md5_sha1: both after each other, as signatures before TLS 1.2 have it (RFC 2246 section 7.4.3).
enum class Hash : std::uint8_t { md5, sha1, md5_sha1, sha224, sha256, sha384, sha512 };

// Bytes of its value.
constexpr std::size_t size_of(Hash hash) {
  switch (hash) {
    case Hash::md5: return 16;
    case Hash::sha1: return 20;
    case Hash::sha224: return 28;
    case Hash::sha256: return 32;
    case Hash::md5_sha1: return 36;
    case Hash::sha384: return 48;
    case Hash::sha512: return 64;
  }
  return 0;
}

}  // namespace tlswhy
