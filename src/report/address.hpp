// The place that a report is about, in the lines that tell somebody what to type: recipes are
// written for HOST:443, and where the address, port and name are known nobody has to put them in.
#pragma once

#include <string>
#include <string_view>

#include "base/endpoint.hpp"

namespace tlswhy {

struct Address {
  std::string host;  // a name, or an IP address (IPv6 without brackets); empty: not known
  std::uint16_t port = 0;
};

// `line` with HOST:443 (whatever port stands there, or PORT) replaced by the address, and
// "-servername NAME" (or HOST) by its name where it has one. Names of files that hold HOST stay.
std::string addressed(std::string line, const Address& address);

}  // namespace tlswhy
