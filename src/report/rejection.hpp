// What a played handshake turned down on its way (RFC 5246 section 7.4.1.3, RFC 8446 section
// 4.1.1), in the words of docs/json.md.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/negotiation.hpp"

namespace tlswhy {

std::string_view name_of(Rejection::Kind kind);
std::string_view name_of(Constraint constraint);

// Candidates of one kind that fell for the same reason, in the order in which they were tried. A
// suite has its registry name, a version its usual one, a credential its place from 0.
struct RejectedCandidates {
  Rejection::Kind kind{};
  Constraint why{};
  std::vector<std::string> candidates;
};

// In the order of the first of each; of a candidate that fell twice for one reason, once.
std::vector<RejectedCandidates> by_reason(const std::vector<Rejection>& rejections);

}  // namespace tlswhy
