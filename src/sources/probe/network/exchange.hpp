// One question of an interview, asked over a connection that has come as far as TLS.
#pragma once

#include <optional>

#include "session/client_certificate.hpp"
#include "session/client_session.hpp"
#include "sources/probe/interview.hpp"
#include "sources/probe/network/connection.hpp"
#include "starttls/protocol.hpp"
#include "transcript/handshake.hpp"

namespace tlswhy::network {

// Where TLS goes in packets of another protocol, `packets` makes and takes them; else it is null.

// Sends the hello of the question and reads what answers it in the clear.
asio::awaitable<ProbeAnswer> hello_alone(Connection& connection, const ProbeQuestion& question,
                                         starttls::Dialogue* packets, CertificateCache& cache);

// Carries the handshake to its end. `last` is the session that the question may resume, and becomes
// the one that this handshake gave.
asio::awaitable<ProbeAnswer> whole_handshake(Connection& connection, const ProbeQuestion& question,
                                             starttls::Dialogue* packets,
                                             const std::optional<ClientCertificate>& certificate,
                                             std::optional<Resumption>& last,
                                             CertificateCache& cache);

}  // namespace tlswhy::network
