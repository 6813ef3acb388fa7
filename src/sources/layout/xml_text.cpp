#include "sources/layout/xml_text.hpp"

#include <algorithm>

#include "base/utf8.hpp"

namespace tlswhy::layout {
namespace {

void append(std::string& out, std::uint32_t c) {
  const auto tail = [&out, c](unsigned shift) {
    out += static_cast<char>(0x80 | (c >> shift & 0x3f));
  };
  if (c < 0x80) {
    out += static_cast<char>(c);
  } else if (c < 0x800) {
    out += static_cast<char>(0xc0 | c >> 6);
    tail(0);
  } else if (c < 0x10000) {
    out += static_cast<char>(0xe0 | c >> 12);
    tail(6);
    tail(0);
  } else {
    out += static_cast<char>(0xf0 | c >> 18);
    tail(12);
    tail(6);
    tail(0);
  }
}

// RFC 2781 section 2.2.
std::string from_utf16(std::string_view text, bool big_endian) {
  const auto unit = [text, big_endian](std::size_t i) {
    const auto a = static_cast<std::uint8_t>(text[i]);
    const auto b = static_cast<std::uint8_t>(text[i + 1]);
    return static_cast<std::uint32_t>(big_endian ? a << 8 | b : b << 8 | a);
  };
  std::string out;
  out.reserve(text.size() / 2);
  for (std::size_t i = 0; i + 1 < text.size(); i += 2) {
    const std::uint32_t high = unit(i);
    if (high < 0xd800 || high > 0xdfff) {
      append(out, high);
      continue;
    }
    const std::uint32_t low = i + 3 < text.size() ? unit(i + 2) : 0;
    if (high > 0xdbff || low < 0xdc00 || low > 0xdfff) {
      out += '?';
      continue;
    }
    append(out, 0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00));
    i += 2;
  }
  return out;
}

}  // namespace

std::string to_utf8(std::string_view text) {
  using namespace std::string_view_literals;
  if (text.starts_with("\xff\xfe"sv)) return from_utf16(text.substr(2), false);
  if (text.starts_with("\xfe\xff"sv)) return from_utf16(text.substr(2), true);
  if (text.starts_with("<\0"sv)) return from_utf16(text, false);
  if (text.starts_with("\0<"sv)) return from_utf16(text, true);
  if (text.starts_with("\xef\xbb\xbf"sv)) text.remove_prefix(3);
  return valid_utf8(text);
}

TextPlace place_of(std::string_view text, std::size_t offset) {
  const std::string_view before = text.substr(0, offset);
  const std::size_t start = before.rfind('\n') + 1;  // 0 where there is none
  return {static_cast<std::uint32_t>(std::ranges::count(before, '\n')) + 1,
          static_cast<std::uint32_t>(before.size() - start) + 1};
}

}  // namespace tlswhy::layout
