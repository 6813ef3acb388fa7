// Whether bytes are a text, in any of the encodings that logs have.
#pragma once

#include "base/bytes.hpp"

namespace tlswhy {

// `first`: the first bytes of a file; a few hundred suffice. Of UTF-16, and of eight-bit encodings
// whose letters are no UTF-8, it is so as well; of bytes with control characters that no program
// writes into a text it is not.
bool looks_like_text(Bytes first);

}  // namespace tlswhy
