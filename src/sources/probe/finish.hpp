// Questions whose handshake is carried to its end: from a question to a session, and from what the
// session learnt to an answer.
#pragma once

#include <optional>

#include "session/client_session.hpp"
#include "sources/probe/interview.hpp"
#include "transcript/handshake.hpp"

namespace tlswhy {

// The session that sends `hello`, with key shares made for the groups that it offers and, where the
// question says so, `last` taken up again: `hello` is changed to what will be sent. Or the recorded
// hello of the question, with the server name of `hello`.
ClientSession begin_session(HelloContent& hello, const ProbeQuestion& question,
                            const std::optional<Resumption>& last,
                            const std::optional<ClientCertificate>& certificate);

// `end`: how the connection ended where the session did not.
ProbeAnswer answer_of(const ClientSession& session, ProbeAnswer::End end, CertificateCache& cache);

}  // namespace tlswhy
