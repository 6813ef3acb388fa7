// Both halves of a key agreement: named groups (RFC 8422, RFC 7748, RFC 7027, RFC 8734, RFC 7919)
// and Diffie-Hellman over a group that the server sends (RFC 5246 section 8.1.2). It calculates
// with whatever is sent, weak or not: nothing secret goes over these sessions.
#pragma once

#include <optional>

#include "protection/hash.hpp"
#include "wire/byte_writer.hpp"
#include "wire/code_points.hpp"

namespace tlswhy {

// The keys of one key share; they are numbers, so that a test can say which.
struct KeyPair {
  NamedGroup group{};
  std::vector<std::uint8_t> private_key;
  std::vector<std::uint8_t> public_key;  // as key_share and ClientKeyExchange have it
};

// Nothing: libcrypto has not the group (ML-KEM before OpenSSL 3.5), or `private_key` is not one.
std::optional<KeyPair> generate_key_pair(NamedGroup group, const Random& random = {});
std::optional<KeyPair> key_pair_of(NamedGroup group, Bytes private_key);

namespace session {

bool has_group(NamedGroup group);
// Nothing where the peer's value is none of the group.
std::optional<Buffer> shared_secret(const KeyPair& own, Bytes peer_public);

struct DhAnswer {
  Buffer public_key;
  Buffer shared;  // without leading zeros (RFC 5246 section 8.1.2)
};
inline constexpr std::uint32_t most_dh_bits = 10'000;  // more would take a second and longer
// Numbers are big-endian. Nothing for a modulus below 8 or above most_dh_bits, or a value of 0.
std::optional<DhAnswer> answer_dh(Bytes prime, Bytes generator, Bytes peer_public,
                                  const Random& random);

}  // namespace session
}  // namespace tlswhy
