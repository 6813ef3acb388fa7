// The place that a report is about, in the lines that tell somebody what to type: recipes are
// written for HOST:443, and where the address, port and name are known nobody has to put them in.
#pragma once

#include <string>
#include <string_view>

#include "analysis/explanation.hpp"
#include "base/endpoint.hpp"

namespace tlswhy {

struct Address {
  std::string host;  // a name, or an IP address (IPv6 without brackets); empty: not known
  std::uint16_t port = 0;
};

// The server's, as the client asked for it; nothing where a proxy stands there, whose address it
// is.
Address address_of(const Seen& seen);

// `line` with HOST:443 (whatever port stands there, or PORT), "-p 443 HOST", "HOST PORT",
// https://HOST/ and HOST on its own replaced by the address, and NAME in these places by its name
// where it has one. Names of files that hold HOST stay.
std::string addressed(std::string line, const Address& address);

}  // namespace tlswhy
