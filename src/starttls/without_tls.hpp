// A conversation in plaintext in which nobody asked for TLS: the server had none on offer and the
// client left, or the server would not go on without.
#pragma once

#include <string>

#include "starttls/protocol.hpp"

namespace tlswhy::starttls {

// The client asked what the server can do, said nothing else than farewell, and the answer has no
// command that begins TLS: whether it wanted one, it did not say.
bool left_without_offer(const Seen& seen);
// The same in LDAP, whose rootDSE says it (ldap.cpp).
bool ldap_without_offer(const Seen& seen);

// The server's answer that it serves nobody in plaintext (RFC 3207 section 4, 5530, 4511 appendix
// A, and what servers of FTP, POP3, PostgreSQL and MySQL say), as one printable line; empty: none.
std::string demand_for_tls(const Seen& seen);

}  // namespace tlswhy::starttls
