#include "analysis/seen_chains.hpp"

#include "sources/description/server_description.hpp"

namespace tlswhy {

SeenChains::Key SeenChains::key_of(const Transcript& t, const Handshake& h) {
  return {t.transport.end(t.server()), h.client_hello->server_name.value_or("")};
}

void SeenChains::remember(const Transcript& t, const Handshake& h, CertificateCache& cache) {
  if (!h.client_hello || !h.server_certificates || h.server_certificates->empty()) return;
  Key key = key_of(t, h);
  const std::size_t length = h.server_certificates->size();
  const auto known = chains_.find(key);
  if (known == chains_.end() ? chains_.size() >= most_servers : known->second.longest >= length)
    return;
  // Of a connection that worked they were counted, not read.
  Handshake read;
  read.server_certificates = h.server_certificates;
  read_certificates(t, cache, read);
  const CertificateList& list = *read.server_certificates;
  if (!list.front()->parsed) return;
  chains_.try_emplace(std::move(key), First{list, 0}).first->second.longest = length;
  keep_authorities(list);
}

void SeenChains::keep_authorities(const CertificateList& list) {
  for (const auto& certificate : list) {
    const bool authority = certificate->parsed && certificate->is_ca && !certificate->self_issued;
    if (!authority || authorities_.size() >= most_authorities) continue;
    if (known_.insert(certificate->sha256).second) authorities_.push_back(certificate);
  }
}

std::optional<ServerModel> SeenChains::server_of(const Transcript& t, const Handshake& h) const {
  if (!h.client_hello || h.server_certificates) return std::nullopt;
  const auto found = chains_.find(key_of(t, h));
  if (found == chains_.end()) return std::nullopt;
  return server_around(found->second.first);
}

}  // namespace tlswhy
