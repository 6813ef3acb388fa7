// Text from outside need not be UTF-8 (RFC 3629); what we print must be.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/bytes.hpp"

namespace tlswhy {

// The text with every byte that is no part of well-formed UTF-8 replaced by a question mark.
std::string valid_utf8(std::string_view text);
// The same, and no text from outside steers the reader's terminal: control characters (C0 with line
// ends, DEL and C1, which is U+0080 to U+009F) become question marks.
std::string harmless(std::string_view text);

// One character, U+0000 to U+10FFFF and no surrogate.
void append_utf8(std::string& out, std::uint32_t character);

// The halves of a character above U+FFFF in UTF-16 (RFC 2781).
inline bool is_high_surrogate(std::uint32_t unit) { return unit >= 0xd800 && unit < 0xdc00; }
inline bool is_low_surrogate(std::uint32_t unit) { return unit >= 0xdc00 && unit < 0xe000; }
inline std::uint32_t of_surrogates(std::uint32_t high, std::uint32_t low) {
  return 0x10000U + ((high - 0xd800U) << 10U) + (low - 0xdc00U);
}

// UTF-16 in little-endian order; half a character becomes a question mark, an odd byte at the end
// is left out.
std::string from_utf16_little(Bytes bytes);

}  // namespace tlswhy
