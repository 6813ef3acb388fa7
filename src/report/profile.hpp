// A client profile written out: every field by the name that it has in a profile's file, so that
// the text can be edited and given to --as.
#pragma once

#include <string>
#include <vector>

#include "knowledge/client.hpp"

namespace tlswhy::profile {

// The whole profile, inherited or not, as TOML.
std::string as_toml(const knowledge::ClientProfile& profile);

// One line for each profile: id and title.
std::string list(knowledge::Language language);

// What `b` has otherwise than `a`, field by field; items of lists that only one of them has, and
// where only the order differs that.
std::string difference(const knowledge::ClientProfile& a, const knowledge::ClientProfile& b);

}  // namespace tlswhy::profile
