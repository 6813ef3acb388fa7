// A server's words as one line that is safe to print.
#pragma once

#include <string>

#include "base/bytes.hpp"

namespace tlswhy::starttls {

constexpr std::size_t longest_quote = 240;  // bytes

// White space at both ends is left out, line ends inside become a space, other control characters
// (those of Unicode too) a full stop, what is no UTF-8 a question mark. What is longer than `limit`
// ends in "...".
std::string quote(Bytes said, std::size_t limit = longest_quote);

}  // namespace tlswhy::starttls
