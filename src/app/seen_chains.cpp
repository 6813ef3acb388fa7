#include "app/seen_chains.hpp"

#include "sources/description/server_description.hpp"

namespace tlswhy {

SeenChains::Key SeenChains::key_of(const Transcript& t, const Handshake& h) {
  return {t.tcp.end(t.server()), h.client_hello->server_name.value_or("")};
}

void SeenChains::remember(const Transcript& t, const Handshake& h, CertificateCache& cache) {
  if (!h.client_hello || !h.server_certificates || h.server_certificates->empty()) return;
  Key key = key_of(t, h);
  if (chains_.size() >= most_servers || chains_.contains(key)) return;
  // Of a connection that worked they were counted, not read.
  const bool read = h.server_certificates->front()->parsed;
  const Handshake again = read ? h : read_handshake(t, &cache);
  if (again.server_certificates->front()->parsed)
    chains_.emplace(std::move(key), *again.server_certificates);
}

std::optional<ServerModel> SeenChains::server_of(const Transcript& t, const Handshake& h) const {
  if (!h.client_hello || h.server_certificates) return std::nullopt;
  const auto found = chains_.find(key_of(t, h));
  if (found == chains_.end()) return std::nullopt;
  return server_around(found->second);
}

}  // namespace tlswhy
