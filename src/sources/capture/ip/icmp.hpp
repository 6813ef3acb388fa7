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

  // Path MTU discovery (RFC 1191, RFC 8201): the sender is to go on with less, not to give up.
  [[nodiscard]] bool asks_for_smaller_packets() const {
    return v6 ? type == 2 : type == 3 && code == 4;
  }
};

// Nothing for messages that are no errors, and for errors about anything but TCP.
std::optional<IcmpError> parse_icmp_error(Bytes message, bool v6);

}  // namespace tlswhy
