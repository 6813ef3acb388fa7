// Which protocol stood before TLS: one that turned to TLS by a command (STARTTLS), or a proxy that
// TLS was asked through. What they look like is in src/starttls, one file each.
#pragma once

#include <string>
#include <string_view>

#include "transcript/transcript.hpp"

namespace tlswhy {

// smtp, lmtp, imap, pop3, ftp, nntp, sieve, irc, xmpp, xmpp-server, ldap, postgres, mysql, rdp,
// tds; empty where TLS came first.
std::string_view starttls_protocol(const Transcript& transcript);
// http-connect, socks4, socks5, proxy-protocol, openvpn; empty for none.
std::string_view proxy_in_front(const Transcript& transcript);
// The words in which a server refused to turn to TLS, or a proxy to connect, as one printable line;
// empty: nobody did, or they were not seen.
std::string starttls_refusal(const Transcript& transcript);

// The words in which a server said that it serves nobody in plaintext; empty: it did not.
std::string tls_demand(const Transcript& transcript);
// The client asked what the server can do, TLS was not in the answer, and it said no more than
// farewell. Only where all was seen and kept.
bool left_without_tls_offer(const Transcript& transcript);

// The first bytes of an HTTP/1 request, or of HTTP/2 in plaintext (RFC 9113 section 3.4).
bool is_http_request(Bytes said);

}  // namespace tlswhy
