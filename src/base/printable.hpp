// Bytes from outside as ASCII that is safe to print.
#pragma once

#include <string>

#include "base/bytes.hpp"

namespace tlswhy {

// What is no printable ASCII becomes `stand_in`.
std::string printable(Bytes bytes, char stand_in);
// The first line, at most `most` bytes of it, with full stops for what cannot be printed; of what
// is no text the first `most` bytes.
std::string printable_line(Bytes bytes, std::size_t most);

}  // namespace tlswhy
