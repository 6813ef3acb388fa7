// The certificates that a server sends, each in a line of its own.
#pragma once

#include <string>
#include <vector>

#include "analysis/judge.hpp"
#include "report/wording.hpp"

namespace tlswhy {

// In their places on the path of the first client that looked at them, and the anchor that it took
// out of the store.
std::vector<std::string> sent_chain(const Judged& judged, const Wording& wording);

}  // namespace tlswhy
