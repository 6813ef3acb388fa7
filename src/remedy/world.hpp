// All that a handshake depends on, with changes made to it: what a remedy is played in.
#pragma once

#include <optional>
#include <vector>

#include "knowledge/change.hpp"
#include "knowledge/client.hpp"
#include "model/negotiate.hpp"
#include "model/server_model.hpp"

namespace tlswhy {

struct World {
  knowledge::ClientProfile client{};
  std::vector<CipherSuite> client_suites;  // where a change took some away: client.offer has them
  ServerModel server;
  std::optional<CertificateList> store;  // what the client trusts; nothing: not known
  Situation situation;
  CertificateList at_hand{};  // CA certificates that the server could send: seen elsewhere
  std::optional<Timestamp> right_time{};  // what the client's clock should say, where that is known
  bool client_version_known = true;       // not only its library: what is newer can be said

  // Who signed whom: to be made once where many clients are played.
  [[nodiscard]] std::vector<CertificateGraph> graphs() const;
  // Plays the handshake.
  [[nodiscard]] Negotiation play() const { return play_as(client, graphs()); }
  // The same server, chain and store with another client.
  [[nodiscard]] Negotiation play_as(const knowledge::ClientProfile& other,
                                    const std::vector<CertificateGraph>& graphs) const;
};

// The world after a change; nothing where the model cannot make
// it. What is supposed in it (a certificate that the CA would issue) is supposed to be in order.
std::optional<World> apply(knowledge::ChangeId change, const World& world);

}  // namespace tlswhy
