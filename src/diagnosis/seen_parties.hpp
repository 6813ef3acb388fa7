// The two parties of a captured handshake as the model takes them.
#pragma once

#include <optional>

#include "diagnosis/case.hpp"
#include "knowledge/own_profile.hpp"
#include "model/server_model.hpp"
#include "transcript/handshake.hpp"

namespace tlswhy {

// The client as it is known (which must outlive this), offering what it really offered but for
// ALPN.
class PlayedClient {
 public:
  PlayedClient(const knowledge::ClientProfile& known, const ClientHello& hello);

  const knowledge::ClientProfile& operator*() const { return own_.profile(); }

 private:
  OwnProfile own_;
};

// Who the client is as far as it is known: named, or the one that stands for the library that wrote
// its hello. Nothing where neither is known, or no hello was seen.
std::optional<PlayedClient> played_client(const Case& c);

// The server as far as this connection shows it: ServerHello and the certificates must have been
// seen, and a hello.
ServerModel seen_server(const Handshake& handshake);

}  // namespace tlswhy
