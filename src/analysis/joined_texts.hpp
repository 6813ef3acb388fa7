// Two texts about the same connections, as what the client and the server each wrote of one.
#pragma once

#include <memory>
#include <vector>

#include "analysis/explanation.hpp"
#include "model/setting.hpp"

namespace tlswhy {

// What is told by both becomes one explanation in `first` and leaves `second`: surely where both
// print the same ClientHello; else where each text tells of one failure only (or of failures that
// are all alike), one as the client and the other as the server. False: there is no such pair, and
// nothing was changed. `witnesses`: both texts, the first one first.
bool join_texts(std::vector<Explanation>& first, std::vector<Explanation>& second,
                const std::shared_ptr<const Witnesses>& witnesses, const Setting& setting);

}  // namespace tlswhy
