// Addresses as people write them: URLs (RFC 3986) and HOST:PORT.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace tlswhy {

// Of our own because the ones that people paste are none by RFC 3986: with spaces in them, or
// without a scheme.
struct Url {
  std::string scheme;      // in lower case; empty: HOST or HOST:PORT was given
  std::string host;        // in lower case, IPv6 without brackets
  std::uint16_t port = 0;  // the scheme's where none is given (443 without a scheme); 0: unknown
  bool port_given = false;
  std::string path;  // with the query, as a request names it: "/a?b=%20"; at least "/"

  [[nodiscard]] bool secure() const;  // https and what else is TLS from the first byte on
  bool operator==(const Url&) const = default;
};

// "https://host:8444/path?query", "//host/path", "host", "host:25", "[2001:db8::1]:443",
// "2001:db8::1". User names and fragments are left out. The error says what is wrong with it, in a
// line that begins with the text itself.
Result<Url> parse_url(std::string_view text);

// The same scheme, host and port.
bool same_server(const Url& a, const Url& b);

// What `reference`, as a Location field has it, names from `base` on (RFC 3986 section 5.2).
Result<Url> resolve_url(const Url& base, std::string_view reference);

// It begins with a scheme or with //: not a path on the server that it stands on.
bool is_absolute_url(std::string_view text);

// host:port with brackets around an IPv6 address; what the two of a Url look like in a list.
std::string host_and_port(const std::string& host, std::uint16_t port);

}  // namespace tlswhy
