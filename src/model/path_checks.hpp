// The checks of one certification path that is already built (RFC 5280 section 6.1), as the rules
// of a client have them.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "model/path.hpp"

namespace tlswhy {

using PathFaults = std::vector<PathFault>;

struct BuiltPath {
  std::span<const std::size_t> indices;  // leaf first
  bool anchored = false;                 // the last one is the anchor
  bool searched = true;                  // not validated as it was sent
};

void check_path(const knowledge::PathRules& rules, const CertificateGraph& graph,
                const Situation& situation, LeafUse use, const BuiltPath& path, PathFaults& out);

// What the name asked for has against the leaf (RFC 9525 section 6).
std::optional<PathFault> name_fault(const knowledge::PathRules& rules, const Certificate& leaf,
                                    const ServerName& host);

}  // namespace tlswhy
