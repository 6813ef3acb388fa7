// Text from outside need not be UTF-8 (RFC 3629); what we print must be.
#pragma once

#include <string>
#include <string_view>

namespace tlswhy {

// The text with every byte that is no part of well-formed UTF-8 replaced by a question mark.
std::string valid_utf8(std::string_view text);

}  // namespace tlswhy
