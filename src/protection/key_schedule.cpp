#include "protection/key_schedule.hpp"

namespace tlswhy {

Buffer hkdf_extract(Hash hash, Bytes salt, Bytes key) { return hmac(hash, salt, key); }

Buffer hkdf_expand(Hash hash, Bytes secret, Bytes info, std::size_t length) {
  Buffer out, block;
  for (std::uint8_t counter = 1; out.size() < length; ++counter) {
    put(block, info);
    block.push_back(counter);
    block = hmac(hash, secret, block);
    put(out, block);
  }
  out.resize(length);
  return out;
}

Buffer hkdf_expand_label(Hash hash, Bytes secret, std::string_view label, Bytes context,
                         std::size_t length) {
  Buffer info;
  put_number(info, length, 2);
  put_vector(info, joined({as_bytes("tls13 "), as_bytes(label)}), 1);
  put_vector(info, context, 1);
  return hkdf_expand(hash, secret, info, length);
}

KeySchedule::KeySchedule(Hash hash, Bytes psk) : hash_(hash) { next(psk); }

void KeySchedule::enter_handshake(Bytes shared) {
  secret_ = derive("derived", digest(hash_, {}));
  next(shared);
}

void KeySchedule::enter_master() {
  secret_ = derive("derived", digest(hash_, {}));
  next({});
}

Buffer KeySchedule::derive(std::string_view label, Bytes transcript_hash) const {
  return hkdf_expand_label(hash_, secret_, label, transcript_hash, size_of(hash_));
}

void KeySchedule::next(Bytes key) {
  const Buffer zeros(size_of(hash_));
  secret_ = hkdf_extract(hash_, secret_.empty() ? Bytes(zeros) : Bytes(secret_),
                         key.empty() ? Bytes(zeros) : key);
}

Buffer finished_mac(Hash hash, Bytes base_secret, Bytes transcript_hash) {
  return hmac(hash, hkdf_expand_label(hash, base_secret, "finished", {}, size_of(hash)),
              transcript_hash);
}

Buffer resumption_psk(Hash hash, Bytes resumption_secret, Bytes nonce) {
  return hkdf_expand_label(hash, resumption_secret, "resumption", nonce, size_of(hash));
}

}  // namespace tlswhy
