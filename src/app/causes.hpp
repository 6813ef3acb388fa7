// `tlswhy causes [ID]`: what is known of causes, in full, with sources.
#pragma once

#include <string>

#include "knowledge/language.hpp"

namespace tlswhy {

// Without an id: one line for each. The exit code: 2 for an unknown id.
int print_causes(const std::string& id, knowledge::Language language);

}  // namespace tlswhy
