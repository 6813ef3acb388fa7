#include "diagnosis/seen_chain.hpp"

#include <algorithm>

#include "diagnosis/seen_parties.hpp"
#include "wire/suite_traits.hpp"

namespace tlswhy {
namespace {

using knowledge::CauseId;

LeafUse use_of_leaf(const Case& c) {
  LeafUse out;
  if (c.handshake.server_hello)
    out.key_exchange = traits(c.handshake.server_hello->cipher_suite).key_exchange;
  out.stapled = std::ranges::any_of(c.transcript.messages, [](const HandshakeMessage& m) {
    return m.type == HandshakeType::certificate_status;
  });
  return out;
}

}  // namespace

std::vector<CauseId> SeenChain::causes() const {
  std::vector<CauseId> out;
  const auto add = [&out](const PathVerdict& verdict) {
    for (const PathFault& fault : verdict.faults) {
      if (std::ranges::find(out, fault.cause) == out.end()) out.push_back(fault.cause);
    }
  };
  add(anybody);
  if (client) add(*client);
  return out;
}

std::vector<Fact> SeenChain::facts(CauseId cause) const {
  const PathVerdict& verdict = anybody.has(cause) ? anybody : *client;
  return chain_facts({graph, situation, verdict, frame}, cause);
}

SeenChain see_chain(const Case& c) {
  SeenChain out{.graph = CertificateGraph(*c.handshake.server_certificates, std::nullopt),
                .situation = c.situation,
                .anybody = {},
                .client = {},
                .frame = c.handshake.server_certificates.frame()};
  const LeafUse use = use_of_leaf(c);
  out.anybody = judge_for_anybody(out.graph, c.situation, use);
  if (const auto client = played_client(c))
    out.client = judge_path((**client).path, out.graph, c.situation, use);
  return out;
}

}  // namespace tlswhy
