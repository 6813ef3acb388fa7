// Under which name and when a handshake is played, or a chain judged: what a Setting and the
// evidence give together.
#pragma once

#include "base/server_name.hpp"
#include "base/time.hpp"

namespace tlswhy {

struct Situation {
  ServerName host;  // the name that the client asks for; empty: names are not compared
  Timestamp at;     // when certificates are judged
  bool client_has_certificate = false;  // it has one to send
};

}  // namespace tlswhy
