// Protects the fragments of one direction under one set of keys: AEAD of TLS 1.3 (RFC 8446 section
// 5.2) and TLS 1.2 (RFC 5246 section 6.2.3.3, RFC 5288, 6655, 7905), stream and CBC ciphers with a
// MAC (RFC 5246 section 6.2.3, before that RFC 2246 and RFC 6101 section 5.2.3), encrypt-then-MAC
// (RFC 7366).
#pragma once

#include <memory>
#include <optional>

#include "protection/cipher.hpp"
#include "protection/hash.hpp"
#include "wire/byte_writer.hpp"
#include "wire/code_points.hpp"
#include "wire/record_stream.hpp"

namespace tlswhy {

struct DirectionKeys {
  Buffer mac_key;
  Buffer key;
  Buffer iv;  // AEAD: the fixed part of the nonce; CBC up to TLS 1.0: the first vector
};

class RecordProtection : public RecordOpener {
 public:
  // The body of the record that carries the fragment, and the type that its header shows.
  virtual Fragment seal(ContentType type, Bytes data) = 0;
};

// How many bytes of each of the key block's parts a direction takes (RFC 5246 section 6.3).
struct KeySizes {
  std::size_t mac_key, key, iv;
};
KeySizes key_sizes(const SuiteTraits& suite, ProtocolVersion version);

// `random` makes explicit initialisation vectors. Null where libcrypto has not the cipher.
std::unique_ptr<RecordProtection> make_protection(const SuiteTraits& suite, ProtocolVersion version,
                                                  DirectionKeys keys, bool encrypt_then_mac,
                                                  Random random);

}  // namespace tlswhy
