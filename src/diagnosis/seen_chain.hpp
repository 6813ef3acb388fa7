// The certificates of a captured handshake, as the model judges them: which faults they have for
// anybody, and which of these the client minds.
#pragma once

#include <optional>
#include <vector>

#include "diagnosis/case.hpp"
#include "diagnosis/chain_facts.hpp"

namespace tlswhy {

struct SeenChain {
  CertificateGraph graph;  // what was sent, without a store
  const Situation& situation;
  PathVerdict anybody;
  std::optional<PathVerdict> client;  // nothing where nothing is known of the client
  std::uint32_t frame = 0;            // of the Certificate message

  [[nodiscard]] const Certificate& leaf() const { return graph.at(0); }
  [[nodiscard]] const Certificate& top() const { return graph.at(anybody.path.back()); }
  // What anybody or this client has against it, each cause once.
  [[nodiscard]] std::vector<knowledge::CauseId> causes() const;
  [[nodiscard]] std::vector<Fact> facts(knowledge::CauseId cause) const;
};

// Certificates must have been seen, and the leaf must have parsed.
SeenChain see_chain(const Case& c);

}  // namespace tlswhy
