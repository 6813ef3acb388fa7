// A client profile of the user's own, in a TOML file like those of knowledge/clients/
// (docs/client-profiles.md): it inherits from one that is built in or stands alone.
#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"
#include "knowledge/own_profile.hpp"

namespace tlswhy {

// `name` is the file's, which is the profile's name too. What is not in order is said with
// file:line:column and the nearest known word.
Result<OwnProfile> read_profile(const std::string& name, std::string_view text);

// The name that a profile goes by and its title, in every language.
void call(OwnProfile& profile, const std::string& name, const std::string& title);

}  // namespace tlswhy
