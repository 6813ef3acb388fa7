#include "remedy/world.hpp"

namespace tlswhy {

std::vector<CertificateGraph> World::graphs() const {
  std::vector<CertificateGraph> out;
  out.reserve(server.credentials.size());
  for (const Credential& credential : server.credentials) out.emplace_back(credential.chain, store);
  return out;
}

Negotiation World::play_as(const knowledge::ClientProfile& other,
                           const std::vector<CertificateGraph>& graphs) const {
  return negotiate(other, server, graphs, situation);
}

}  // namespace tlswhy
