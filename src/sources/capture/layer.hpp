// One step of decoding: a header is taken off, what remains is handed to the next step.
#pragma once

#include "base/bytes.hpp"
#include "sources/capture/decoded.hpp"

namespace tlswhy {

// The state that the steps pass along. A step reads `rest`, moves it past its header and sets
// `next`; where it cannot, it says why.
struct Layer {
  Bytes rest;
  Protocol next = Protocol::none;
  std::uint32_t missing = 0;  // bytes beyond `rest` that were on the wire
  Skip why = Skip::not_ip;    // counts where next is none
  std::uint16_t number = 0;   // the last ethertype, or the IP protocol that is not followed
  IpAddress source, destination;
  std::uint8_t ttl = 0;
  TunnelPath tunnels;

  void go(Bytes inner, Protocol to) {
    rest = inner;
    next = to;
  }
  void stop(Skip reason) {
    next = Protocol::none;
    why = reason;
  }
  // A header was cut off by the snapshot length, or was never whole.
  void too_short() { stop(missing > 0 ? Skip::cut : Skip::malformed); }
  // The layer says that it has `length` bytes: what follows is padding, what lacks was cut. It
  // cannot have more than what carries it, whatever it says.
  void limit(std::size_t length) {
    if (length <= rest.size()) {
      rest = rest.first(length);
      missing = 0;
    } else if (length - rest.size() < missing) {
      missing = static_cast<std::uint32_t>(length - rest.size());
    }
  }
};

}  // namespace tlswhy
