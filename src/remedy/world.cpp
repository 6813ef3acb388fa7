#include "remedy/world.hpp"

namespace tlswhy {

Negotiation World::play_as(const knowledge::ClientProfile& other) const {
  std::vector<CertificateGraph> graphs;
  graphs.reserve(server.credentials.size());
  for (const Credential& credential : server.credentials)
    graphs.emplace_back(credential.chain, store);
  return negotiate(
      other, server,
      {.host = host, .at = at, .has_certificate = client_has_certificate, .graphs = &graphs});
}

}  // namespace tlswhy
