// The protocols that can stand before TLS, each in a file of its own that serves probe and capture
// alike: a Dialogue to speak it, a recogniser and the server's refusal for what somebody else
// spoke.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "starttls/dialogue.hpp"

namespace tlswhy::starttls {

// Whom TLS is for. A server is told its name (XMPP); a proxy connects to it.
struct Target {
  std::string host;  // a name or an IP address, IPv6 without brackets
  std::uint16_t port = 0;
  std::string user, password;  // at the proxy; empty: none
};

// What both sides of a capture said in plaintext, from their first bytes on, maybe cut.
struct Seen {
  Bytes client, server;
};

struct Protocol {
  std::string_view name;       // as after --starttls, and in JSON
  std::uint16_t port = 0;      // where such a server usually listens
  bool proxy = false;          // TLS is not spoken with this server but through it
  std::string_view reference;  // where it is specified
  std::unique_ptr<Dialogue> (*make)(const Target&) = nullptr;
  bool (*recognise)(const Seen&) = nullptr;  // the client asked for TLS in this protocol
  // What the server said when it refused, as in Step::said; empty: it did not, or it was not seen.
  // Only for what `recognise` recognised.
  std::string (*refusal)(const Seen&) = nullptr;
};

// All of them; the first one that recognises what was seen is right.
std::span<const Protocol* const> protocols();
// nullptr: there is none of this name.
const Protocol* find_protocol(std::string_view name);
// The first protocol, or the first proxy, that recognises what was seen; nullptr: none.
const Protocol* recognise_protocol(const Seen& seen);
const Protocol* recognise_proxy(const Seen& seen);
// nullptr: no protocol has this name, or the target's host has characters that no host has (and
// that would change what is said).
std::unique_ptr<Dialogue> make_dialogue(std::string_view name, const Target& target);

// Each in its own file.
extern const Protocol smtp, lmtp, imap, pop3, ftp, ldap, xmpp, xmpp_server, nntp, sieve, irc,
    postgres, mysql, rdp, tds, http_connect, socks5;

}  // namespace tlswhy::starttls
