#include "model/learned_server.hpp"

#include <algorithm>

namespace tlswhy {
namespace {

template <class T>
void append_new(std::vector<T>& list, const std::vector<T>& more) {
  for (const T& value : more) {
    if (std::ranges::find(list, value) == list.end()) list.push_back(value);
  }
}

std::vector<Credential> credentials(const LearnedServer& learned, LearnedChain::Name name) {
  std::vector<Credential> out;
  for (const LearnedChain& chain : learned.certificates) {
    const bool usable = !chain.chain.empty() && chain.chain.front()->parsed;
    if (usable && chain.name == name) out.push_back({chain.chain});
  }
  return out;
}

}  // namespace

ServerModel model_without_name(const LearnedServer& learned) {
  ServerModel out = model_of(learned);
  auto others = credentials(learned, LearnedChain::Name::none);
  const bool same = others.size() == 1 && std::ranges::any_of(out.credentials, [&](const auto& c) {
                      return c.leaf().sha256 == others.front().leaf().sha256;
                    });
  if (!others.empty() && !same) out.credentials = std::move(others);
  return out;
}

ServerModel model_of(const LearnedServer& learned) {
  ServerModel out;
  out.behaviour = Behaviour::openssl;
  out.server_order = false;
  // Newest first: older versions take a part of its suites, in the same order.
  for (auto v = learned.versions.rbegin(); v != learned.versions.rend(); ++v) {
    out.versions.push_back(v->version);
    append_new(out.cipher_suites, v->cipher_suites);
    append_new(out.groups, v->groups);
    append_new(out.signature_schemes, v->signature_schemes);
    out.server_order = out.server_order || v->order == Order::server;
  }
  std::ranges::reverse(out.versions);
  out.server_group_order = learned.behaviour.server_group_order.value_or(false);
  out.prioritizes_chacha = learned.behaviour.prioritizes_chacha.value_or(false);
  out.certificate_first = learned.certificate_first;
  for (const LearnedDh& dh : learned.dh) out.dh_bits = std::max(out.dh_bits, dh.bits);
  out.alpn = learned.alpn;
  out.alpn_must_match = learned.alpn_refused;
  out.client_certificate = learned.client_certificate.value_or(ClientCertificatePolicy::none);
  out.extended_master_secret = learned.behaviour.extended_master_secret.value_or(true);
  out.renegotiation_info = learned.behaviour.renegotiation_info.value_or(true);
  out.credentials = credentials(learned, LearnedChain::Name::asked);
  out.name_required = learned.behaviour.no_name_refused.value_or(false);
  return out;
}

}  // namespace tlswhy
