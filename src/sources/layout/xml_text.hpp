// The characters of an XML file as UTF-8, and where in it something stands.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace tlswhy::layout {

// By the byte order mark or by the two bytes of the first '<' (XML 1.0, appendix F); what is no
// character becomes a question mark.
std::string to_utf8(std::string_view text);

struct TextPlace {
  std::uint32_t line = 1, column = 1;  // columns count bytes
};
TextPlace place_of(std::string_view text, std::size_t offset);

}  // namespace tlswhy::layout
