// What the certificates that a client sent say against the CAs that the server's request names.
#pragma once

#include "transcript/handshake.hpp"

namespace tlswhy {

// The server's CertificateRequest names a CA of the chain that the client sent (RFC 5246 section
// 7.4.4): its issuer, or one above it.
bool server_names_client_issuer(const Handshake& handshake);

// More than the client's own certificate was sent, each issued by the next one, or nothing is
// missing because the server names the issuer: more certificates would not help.
bool client_chain_is_whole(const Handshake& handshake);

}  // namespace tlswhy
