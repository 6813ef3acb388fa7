// The word that somebody meant.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace tlswhy {

// The word of `known` that is the fewest edits away, or "" where nothing is near.
std::string_view nearest_word(std::string_view word, const std::vector<std::string>& known);

}  // namespace tlswhy
