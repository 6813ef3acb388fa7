// What opens the protected records of one connection, where its secrets are known.
#pragma once

#include <optional>

#include "base/party.hpp"
#include "wire/record_stream.hpp"

namespace tlswhy {

// Sees the messages of both sides in order, so that it knows when keys change, and is asked for
// every record that was captured whole.
class Decryptor {
 public:
  virtual ~Decryptor() = default;
  // A handshake message, sent in clear or opened.
  virtual void message(Side from, HandshakeType type, Bytes body) = 0;
  // Nothing where the record is in clear, or its keys are not known.
  virtual std::optional<Fragment> open(Side from, ContentType type, Bytes body) = 0;
};

}  // namespace tlswhy
