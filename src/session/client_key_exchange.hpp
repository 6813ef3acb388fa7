// The client's half of a key exchange before TLS 1.3: RFC 5246 sections 7.4.7, 8.1; RFC 8422
// section 5.7.
#pragma once

#include <expected>
#include <string>

#include "protection/cipher.hpp"
#include "protection/signature.hpp"
#include "session/key_exchange.hpp"
#include "wire/server_messages.hpp"

namespace tlswhy::session {

struct ClientKeyExchange {
  Buffer body;  // of the message
  Buffer premaster;
};

// Why there is none.
struct NoKeyExchange {
  bool unsupported = false;  // else the server's values are no good
  std::string what;          // as SessionFailure::what
  std::uint16_t code = 0;
};

struct KeyExchangeInput {
  KeyExchange kind;
  ProtocolVersion version;        // that was chosen
  ProtocolVersion hello_version;  // legacy_version of our hello (RFC 5246 section 7.4.7.1)
  KeyHandle server_key;           // of the leaf; RSA only
  const ServerKeyExchange* server = nullptr;  // DHE and ECDHE only
};

std::expected<ClientKeyExchange, NoKeyExchange> make_client_key_exchange(
    const KeyExchangeInput& input, const Random& random);

}  // namespace tlswhy::session
