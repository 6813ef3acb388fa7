// Which known clients are later versions of another one, told from their ids
// (docs/client-profiles.md): program or library, version, and what sets a variant apart.
#pragma once

#include <string_view>
#include <vector>

#include "knowledge/client.hpp"

namespace tlswhy {

// Those of the same program and variant, the next version first; none for a profile of one's own.
std::vector<const knowledge::ClientProfile*> newer_clients(std::string_view id);

}  // namespace tlswhy
