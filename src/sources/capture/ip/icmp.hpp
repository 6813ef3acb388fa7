// ICMP (RFC 792) and ICMPv6 (RFC 4443) errors about a TCP conversation.
#pragma once

#include <optional>

#include "base/endpoint.hpp"
#include "sources/capture/decoded.hpp"

namespace tlswhy {

struct IcmpError {
  std::uint8_t type = 0, code = 0;
  bool v6 = false;
  Endpoint source, destination;  // of the TCP packet that it quotes
};

// Nothing for messages that are no errors, and for errors about anything but TCP.
std::optional<IcmpError> parse_icmp_error(Bytes message, bool v6);

}  // namespace tlswhy
