// The key schedule of TLS 1.3: RFC 8446 section 7.1, over HKDF (RFC 5869).
#pragma once

#include <string_view>

#include "protection/hash.hpp"
#include "wire/byte_writer.hpp"

namespace tlswhy {

Buffer hkdf_extract(Hash hash, Bytes salt, Bytes key);
Buffer hkdf_expand(Hash hash, Bytes secret, Bytes info, std::size_t length);
// `label` without its prefix "tls13 ".
Buffer hkdf_expand_label(Hash hash, Bytes secret, std::string_view label, Bytes context,
                         std::size_t length);

// Steps from secret to secret: early, then handshake, then master. A traffic secret is taken from
// the step at which it is due, with the hash of the messages up to there.
class KeySchedule {
 public:
  // The early secret; `psk` is empty where no session is resumed.
  KeySchedule(Hash hash, Bytes psk);
  // The handshake secret; `shared` is empty where PSK is all there is (psk_ke).
  void enter_handshake(Bytes shared);
  void enter_master();
  // Derive-Secret of the present step; `transcript_hash` is already hashed.
  [[nodiscard]] Buffer derive(std::string_view label, Bytes transcript_hash) const;
  [[nodiscard]] Hash hash() const { return hash_; }

 private:
  void next(Bytes key);

  Hash hash_;
  Buffer secret_;
};

// verify_data of a Finished, or a PSK binder (RFC 8446 sections 4.4.4, 4.2.11.2).
Buffer finished_mac(Hash hash, Bytes base_secret, Bytes transcript_hash);
// The PSK that a NewSessionTicket stands for (RFC 8446 section 4.6.1).
Buffer resumption_psk(Hash hash, Bytes resumption_secret, Bytes nonce);

}  // namespace tlswhy
