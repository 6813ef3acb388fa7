// Several texts about the same connections, as what the client and the server each wrote of one.
#pragma once

#include <memory>
#include <vector>

#include "analysis/explanation.hpp"
#include "model/setting.hpp"

namespace tlswhy {

// `told`: of each text, in the order of `witnesses`. What is told by two becomes one explanation
// where the first of them is and leaves the other: surely where both print the same ClientHello;
// else where each text tells of one failure only (or of failures that are all alike), one as the
// client and the other as the server. Once both sides have spoken, a further text of either joins
// them if it names no other server and has a cause in common. False: there is no such pair, and
// nothing was changed.
bool join_texts(std::vector<std::vector<Explanation>>& told,
                const std::shared_ptr<const Witnesses>& witnesses, const Setting& setting);

}  // namespace tlswhy
