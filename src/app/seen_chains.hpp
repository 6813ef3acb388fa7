// The certificates that servers sent in the clear: what TLS 1.3 or an early refusal hides in one
// connection of a capture, another one to the same server may have shown.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "base/endpoint.hpp"
#include "model/server_model.hpp"
#include "transcript/handshake.hpp"

namespace tlswhy {

class SeenChains {
 public:
  static constexpr std::size_t most_servers = 1024;

  // Keeps the first list of each server; by address, port and the name that was asked for.
  void remember(const Transcript& transcript, const Handshake& handshake, CertificateCache& cache);

  // A server of which no more than its certificates is known; nothing where this connection shows
  // them itself, or none did.
  [[nodiscard]] std::optional<ServerModel> server_of(const Transcript& transcript,
                                                     const Handshake& handshake) const;

 private:
  using Key = std::pair<Endpoint, std::string>;
  static Key key_of(const Transcript& transcript, const Handshake& handshake);
  std::map<Key, CertificateList> chains_;
};

}  // namespace tlswhy
