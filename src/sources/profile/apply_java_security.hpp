// What a real Java's java.security makes of a client profile: jdk.tls.disabledAlgorithms and
// jdk.certpath.disabledAlgorithms in place of those that the profile was measured with.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "knowledge/own_profile.hpp"

namespace tlswhy {

// Notes on what of the file was not understood or has no effect here.
std::vector<std::string> apply_java_security(std::string_view text, OwnProfile& into);

}  // namespace tlswhy
