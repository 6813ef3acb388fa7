// Which library the client has where only a text tells of it.
#pragma once

#include <string_view>

#include "transcript/transcript.hpp"

namespace tlswhy {

// Stack::family of the library whose words a log of the client has; empty: not known, or no log.
std::string_view library_said(const Transcript& transcript);

}  // namespace tlswhy
