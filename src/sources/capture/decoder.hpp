// Takes a frame's headers off, down to TCP or ICMP.
#pragma once

#include "capfile/packet.hpp"
#include "sources/capture/decoded.hpp"
#include "sources/capture/ip/fragments.hpp"

namespace tlswhy {

class Decoder {
 public:
  // The payload's view lives until the next call, or as long as the packet's.
  Decoded decode(const Packet& packet);

 private:
  FragmentTable fragments_;
};

}  // namespace tlswhy
