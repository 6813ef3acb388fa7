// The checks of one certification path that is already built (RFC 5280 section 6.1), as the rules
// of a client have them.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <string_view>

#include "model/path.hpp"

namespace tlswhy {

// A fault without its words: nothing is allocated for a path that may still be given up.
struct PathFinding {
  knowledge::CauseId cause{};
  std::size_t index = 0;
  std::string_view variant;
};

class PathFindings {
 public:
  void add(knowledge::CauseId cause, std::size_t index, std::string_view variant = {}) {
    if (count_ < all_.size()) all_[count_++] = {cause, index, variant};
  }
  [[nodiscard]] std::span<const PathFinding> all() const { return {all_.data(), count_}; }
  [[nodiscard]] bool empty() const { return count_ == 0; }
  [[nodiscard]] std::size_t size() const { return count_; }

 private:
  std::array<PathFinding, 12> all_{};
  std::size_t count_ = 0;
};

struct BuiltPath {
  std::span<const std::size_t> indices;  // leaf first
  bool anchored = false;                 // the last one is the anchor
};

void check_path(const knowledge::PathRules& rules, const CertificateGraph& graph,
                const PathQuestion& question, const BuiltPath& path, PathFindings& out);

// What the name asked for has against the leaf (RFC 9525 section 6).
std::optional<PathFinding> name_fault(const knowledge::PathRules& rules, const Certificate& leaf,
                                      const ServerName& host);

// The finding in the words of the two facts that collide.
PathFault explained(const PathFinding& finding, const knowledge::PathRules& rules,
                    const CertificateGraph& graph, const PathQuestion& question);

}  // namespace tlswhy
