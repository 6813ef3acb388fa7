// What other connections of the same source show of the one that is diagnosed.
#pragma once

#include <cstdint>
#include <optional>

#include "model/server_model.hpp"

namespace tlswhy {

// The same client had been at the same server before, and that handshake came to its end.
struct WorkedBefore {
  std::uint32_t frame = 0;    // of its ServerHello
  bool gave_session = false;  // in it the server issued just what this hello offers
  bool certificate_requested = false;
};

// A handshake with the same server, whoever's, that came to its end.
struct WorksBeside {
  std::uint32_t frame = 0;  // of its ServerHello
  ProtocolVersion version{};
  bool same_client = false;  // by its address
};

struct Beside {
  const ServerModel* server = nullptr;  // as another connection showed it; may be null
  std::optional<WorkedBefore> before = {};
  std::optional<WorksBeside> works = {};
  // The same ClientHello in another connection, so that somebody in between passes it on: its frame
  // there; 0: none was seen. Whether a PROXY protocol header stands in front of it: that one's
  // frame.
  std::uint32_t relayed_frame = 0;
  std::uint32_t proxy_header_frame = 0;
  // Between the opening of this one and the server's answer the server opened a connection of its
  // own, as somebody does who passes on what comes in: its frame; 0: it did not.
  std::uint32_t onward_frame = 0;
};

}  // namespace tlswhy
