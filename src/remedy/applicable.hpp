// Whether a change could help at all, as far as the hello and the certificate tell: a server that
// is told to prefer ECDHE does not help a client that offers none.
#pragma once

#include "knowledge/ids.hpp"
#include "knowledge/stack.hpp"
#include "transcript/handshake.hpp"

namespace tlswhy {

// False only where what was captured excludes it. `client` may be null.
bool could_help(knowledge::ChangeId change, const Handshake& handshake,
                const knowledge::Stack* client);

}  // namespace tlswhy
