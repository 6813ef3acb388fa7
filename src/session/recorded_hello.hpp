// A ClientHello that a real client once sent, made one that we can finish: the same bytes, but for
// the secrets that only that client has (RFC 8446 sections 4.1.2, 4.2.8, 4.2.11; RFC 5077).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "session/key_exchange.hpp"

namespace tlswhy {

struct OwnHello {
  std::vector<std::uint8_t> message;  // for ClientSession
  std::vector<KeyPair> key_pairs;     // for SessionOptions
};

// `recorded` is the handshake message with its 4-byte header; `server_name` takes the place of the
// name in it, empty: none is sent. Random and key shares become our own, where libcrypto has the
// group; what it would resume (session id, ticket, PSK, early data) is taken out, the extensions
// that ask for a session stay. Padding makes up for the difference, where there is any (RFC 7685).
// Nothing where it does not parse.
std::optional<OwnHello> own_hello(Bytes recorded, const std::string& server_name,
                                  const Random& random = {});

}  // namespace tlswhy
