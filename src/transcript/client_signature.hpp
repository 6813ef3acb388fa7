// The client's proof that it holds the key of its certificate: CertificateVerify signs all messages
// of the handshake before it (RFC 5246 section 7.4.8), which TLS 1.2 and below send in clear.
#pragma once

#include <optional>

#include "transcript/handshake.hpp"

namespace tlswhy {

// Whether it verifies; nothing where a message of the handshake was not seen whole, where it is
// encrypted, or where libcrypto cannot tell.
std::optional<bool> client_signature_valid(const Transcript& transcript,
                                           const Handshake& handshake);

}  // namespace tlswhy
