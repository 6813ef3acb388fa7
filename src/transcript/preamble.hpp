// Which protocol stood before TLS: one that turned to TLS by a command (STARTTLS), or a proxy that
// TLS was asked through.
#pragma once

#include <string_view>

#include "transcript/transcript.hpp"

namespace tlswhy {

// smtp, imap, pop3, ftp, nntp, xmpp, ldap, postgres, mysql, tds; empty where TLS came first.
std::string_view starttls_protocol(const Transcript& transcript);
// http-connect, socks4, socks5, proxy-protocol, openvpn; empty for none.
std::string_view proxy_in_front(const Transcript& transcript);

}  // namespace tlswhy
