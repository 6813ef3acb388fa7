// `tlswhy manual`: the manual page, from the same data as --help.
#pragma once

#include <string>

#include "knowledge/language.hpp"

namespace tlswhy {

// For man (man(7) macros), in section 1.
std::string manual(knowledge::Language language);

}  // namespace tlswhy
