#include "analysis/seen_chains.hpp"

#include <algorithm>

#include "base/time_span.hpp"
#include "sources/description/server_description.hpp"

namespace tlswhy {

namespace {

// Certificate transparency (RFC 6962 section 3.3): what public CAs issue carries the logs' stamps.
constexpr std::string_view signed_timestamps = "1.3.6.1.4.1.11129.2.4.2";

// Made in the last days before `at`, and in no log.
bool made_for_the_occasion(const Certificate& leaf, Timestamp at) {
  return leaf.parsed && !leaf.self_issued && span_ns(leaf.not_before, at) < 3 * day_ns &&
         leaf.extension(signed_timestamps) == nullptr;
}

// The last two labels: "example.test" of "portal.example.test".
std::string domain_of(const Certificate& leaf) {
  const std::string& name = leaf.dns_names.empty() ? leaf.common_name : leaf.dns_names.front();
  const std::size_t last = name.rfind('.');
  if (last == std::string::npos || last == 0) return name;
  const std::size_t before = name.rfind('.', last - 1);
  return before == std::string::npos ? name : name.substr(before + 1);
}

}  // namespace

void SeenChains::remember_issuer(const Transcript& t, std::uint32_t frame,
                                 const Certificate& leaf) {
  if (issued_.size() >= most_servers || !made_for_the_occasion(leaf, t.transport.last())) return;
  std::vector<Issued>& of = issued_[leaf.issuer];
  std::string domain = domain_of(leaf);
  if (of.size() < 2 && (of.empty() || of.front().domain != domain))
    of.push_back({std::move(domain), {frame, short_name(leaf.subject)}});
}

std::optional<SameIssuer> SeenChains::same_issuer(const Transcript& t, const Handshake& h) const {
  if (!h.server_certificates || h.server_certificates->empty()) return std::nullopt;
  const Certificate& leaf = *h.server_certificates->front();
  if (!made_for_the_occasion(leaf, t.transport.last())) return std::nullopt;
  const auto of = issued_.find(leaf.issuer);
  if (of == issued_.end()) return std::nullopt;
  const std::string domain = domain_of(leaf);
  const auto other =
      std::ranges::find_if(of->second, [&](const Issued& one) { return one.domain != domain; });
  return other == of->second.end() ? std::nullopt : std::optional(other->as);
}

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
  if (known == chains_.end()) remember_issuer(t, h.server_certificates.frame(), *list.front());
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
