// Changes in a ClientHello that is already bytes: the second one after a HelloRetryRequest (RFC
// 8446 section 4.1.2), PSK binders (section 4.2.11.2).
#pragma once

#include <optional>

#include "session/key_exchange.hpp"

namespace tlswhy::session {

struct SecondHello {
  std::optional<KeyPair> key_share;  // takes the place of those of the first
  Buffer cookie;                     // empty: none was sent
  bool keeps_psk = true;             // its hash is that of the suite
};

// The same hello otherwise, and in the same order; nothing where the first one has no extensions.
std::optional<Buffer> second_hello(Bytes first, const SecondHello& changes);

// Computes the last binder of a hello that ends with one; `before` is the transcript before it.
// Nothing is done where the hello does not end with a binder of the hash's size.
void put_binder(Buffer& hello, Hash hash, Bytes psk, Bytes before);

// What stands for the first hello in the transcript from then on (RFC 8446 section 4.4.1).
Buffer message_hash(Hash hash, Bytes first_hello);

}  // namespace tlswhy::session
