// `tlswhy learn CAPTURE[:FRAME]`: a client profile from a ClientHello that was seen.
#pragma once

#include <string>

#include "knowledge/client.hpp"

namespace tlswhy {

// Prints the profile as TOML; all but the offer is of `base`, or of the typical client of the
// library that is recognised where none is given. The exit code of the contract.
int learn_profile(const std::string& input, const knowledge::ClientProfile* base,
                  knowledge::Language language);

}  // namespace tlswhy
