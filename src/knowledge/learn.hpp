// What a ClientHello that was seen says about its client, put in place of what the profile of its
// library offers.
#pragma once

#include "knowledge/own_profile.hpp"
#include "wire/client_hello.hpp"

namespace tlswhy {

// `base` with the offer of `hello` (but not its bytes, client_hello); all else, the rule of
// server_name too, stays. GREASE (RFC 8701) and signalling suites are left out; versions that a
// hello without supported_versions does not list are those of `base` that are not above its own.
OwnProfile learn(const ClientHello& hello, const knowledge::ClientProfile& base);

// The same for a profile that is somebody's own already.
void learn(const ClientHello& hello, OwnProfile& into);

// Whether both say the same about their client: all that learn() looks at is alike.
bool same_offer(const ClientHello& a, const ClientHello& b);
// Whether learning from `hello` would change nothing of what the client offers.
bool says_what_it_offers(const ClientHello& hello, const knowledge::ClientProfile& client);

}  // namespace tlswhy
