// Text from outside need not be UTF-8 (RFC 3629); what we print must be.
#pragma once

#include <string>
#include <string_view>

namespace tlswhy {

// The text with every byte that is no part of well-formed UTF-8 replaced by a question mark.
std::string valid_utf8(std::string_view text);
// The same, and no text from outside steers the reader's terminal: control characters (C0 with line
// ends, DEL and C1, which is U+0080 to U+009F) become question marks.
std::string harmless(std::string_view text);

}  // namespace tlswhy
