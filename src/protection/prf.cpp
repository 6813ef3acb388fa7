#include "protection/prf.hpp"

#include <algorithm>

namespace tlswhy {
namespace {

Buffer p_hash(Hash hash, Bytes secret, Bytes seed, std::size_t length) {
  Buffer out;
  Buffer a = copy(seed);
  while (out.size() < length) {
    a = hmac(hash, secret, a);
    put(out, hmac(hash, secret, joined({a, seed})));
  }
  out.resize(length);
  return out;
}

}  // namespace

Buffer prf(Hash hash, Bytes secret, std::string_view label, Bytes seed, std::size_t length) {
  const Buffer labelled = joined({as_bytes(label), seed});
  if (hash != Hash::md5_sha1) return p_hash(hash, secret, labelled, length);
  // Both halves of the secret, which share a byte where its length is odd.
  const std::size_t half = (secret.size() + 1) / 2;
  Buffer out = p_hash(Hash::md5, secret.first(half), labelled, length);
  const Buffer other = p_hash(Hash::sha1, secret.last(half), labelled, length);
  for (std::size_t i = 0; i < length; ++i) out[i] ^= other[i];
  return out;
}

Buffer ssl3_prf(Bytes secret, Bytes seed, std::size_t length) {
  Buffer out;
  for (std::size_t i = 1; out.size() < length && i <= 26; ++i) {
    const Buffer letters(i, static_cast<std::uint8_t>('A' + i - 1));
    put(out,
        digest(Hash::md5, joined({secret, digest(Hash::sha1, joined({letters, secret, seed}))})));
  }
  out.resize(length);
  return out;
}

Buffer ssl3_finished(Bytes master_secret, std::string_view sender, Bytes messages) {
  Buffer out;
  for (const auto& [hash, pad] : {std::pair(Hash::md5, 48U), std::pair(Hash::sha1, 40U)}) {
    const Buffer inner_pad(pad, 0x36), outer_pad(pad, 0x5c);
    const Buffer inner =
        digest(hash, joined({messages, as_bytes(sender), master_secret, inner_pad}));
    put(out, digest(hash, joined({master_secret, outer_pad, inner})));
  }
  return out;
}

}  // namespace tlswhy
