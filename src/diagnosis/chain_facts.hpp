// A fault that the model found on a certification path, as the facts that people read.
#pragma once

#include <cstdint>
#include <vector>

#include "diagnosis/diagnosis.hpp"
#include "model/path.hpp"

namespace tlswhy {

// A path that was judged, and what it was judged by; all must outlive this. `frame` is the one of
// the Certificate message, 0 where none was seen.
struct JudgedPath {
  const CertificateGraph& graph;
  const Situation& situation;
  const PathVerdict& verdict;
  std::uint32_t frame = 0;
};

// All that the verdict has against the chain under the name of `cause`; of each fault at least one
// fact, that which is at fault first.
std::vector<Fact> chain_facts(const JudgedPath& path, knowledge::CauseId cause);

}  // namespace tlswhy
