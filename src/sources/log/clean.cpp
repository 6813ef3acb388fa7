#include "sources/log/clean.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdint>
#include <optional>
#include <tuple>
#include <utility>

#include "base/ascii.hpp"

namespace tlswhy {
namespace {

using namespace std::string_view_literals;

struct Entity {
  std::string_view name;
  char stands_for;
};
constexpr std::array entities{Entity{"quot", '"'}, Entity{"apos", '\''}, Entity{"amp", '&'},
                              Entity{"lt", '<'},   Entity{"gt", '>'},    Entity{"nbsp", ' '}};
constexpr std::array tags{"br"sv,   "p"sv,    "pre"sv, "div"sv, "span"sv, "td"sv, "tr"sv,
                          "code"sv, "body"sv, "li"sv,  "h1"sv,  "font"sv, "b"sv,  "center"sv};
constexpr std::size_t longest_tag = 200;
constexpr std::size_t longest_entity = 8;

// How many bytes of an escape sequence begin at `at`, which is ESC: a control sequence up to its
// final byte, an operating system command up to BEL or ST (ECMA-48 sections 5.4 and 8.3).
std::size_t escape_size(std::string_view text, std::size_t at) {
  const auto byte = [text](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  if (at + 1 >= text.size()) return 1;
  std::size_t end = at + 2;
  if (text[at + 1] == '[') {
    while (end < text.size() && (byte(end) < 0x40 || byte(end) > 0x7e)) ++end;
    return std::min(end + 1, text.size()) - at;
  }
  if (text[at + 1] == ']') {
    while (end < text.size() && text[end] != '\x07' && text[end] != '\x1b') ++end;
    const bool terminator = end + 1 < text.size() && text[end] == '\x1b';
    return std::min(end + (terminator ? 2 : 1), text.size()) - at;
  }
  return 2;
}

// `&quot;`, `&#39;`, `&#x27;` at `at`: what it stands for and how long it is.
std::optional<std::pair<char, std::size_t>> entity_at(std::string_view text, std::size_t at) {
  const std::size_t end = text.substr(0, at + longest_entity).find(';', at);
  if (end == std::string_view::npos) return std::nullopt;
  const std::string_view name = text.substr(at + 1, end - at - 1);
  for (const Entity& entity : entities) {
    if (name == entity.name) return std::pair{entity.stands_for, end + 1 - at};
  }
  if (!name.starts_with('#') || name.size() < 2) return std::nullopt;
  const bool hexadecimal = name[1] == 'x' || name[1] == 'X';
  std::uint32_t code = 0;
  for (const char c : name.substr(hexadecimal ? 2 : 1)) {
    const auto unit = static_cast<unsigned char>(c);
    if (hexadecimal ? std::isxdigit(unit) == 0 : std::isdigit(unit) == 0) return std::nullopt;
    const std::uint32_t digit =
        std::isdigit(unit) != 0 ? unit - '0' : static_cast<std::uint32_t>(to_lower(c) - 'a') + 10U;
    code = code * (hexadecimal ? 16U : 10U) + digit;
  }
  if (code < 0x20 || code > 0x7e) return std::pair{' ', end + 1 - at};
  return std::pair{static_cast<char>(code), end + 1 - at};
}

// The size of `<br/>`, `</td>` and the like at `at`; 0: it is none, as `<host>` in a message.
std::size_t tag_size(std::string_view text, std::size_t at) {
  std::size_t name = at + 1;
  if (name < text.size() && text[name] == '/') ++name;
  std::size_t end = name;
  std::string word;
  while (end < text.size() && word.size() < longest_entity &&
         std::isalnum(static_cast<unsigned char>(text[end])) != 0)
    word += to_lower(text[end++]);
  if (std::ranges::find(tags, std::string_view(word)) == tags.end()) return 0;
  const std::size_t close = text.substr(0, at + longest_tag).find('>', end);
  return close == std::string_view::npos ? 0 : close + 1 - at;
}

// `\n`, `\"`, `\u0027` at `at`: what it stands for and how long it is; size 0: none.
std::pair<char, std::size_t> json_escape(std::string_view text, std::size_t at) {
  if (at + 1 >= text.size()) return {' ', 0};
  switch (text[at + 1]) {
    case 'n':
    case 't':
    case 'r': return {' ', 2};
    case '"': return {'"', 2};
    case '/': return {'/', 2};
    case 'u': break;
    default: return {' ', 0};
  }
  if (at + 6 > text.size()) return {' ', 0};
  std::uint32_t code = 0;
  for (const char c : text.substr(at + 2, 4)) {
    if (std::isxdigit(static_cast<unsigned char>(c)) == 0) return {' ', 0};
    const bool digit = std::isdigit(static_cast<unsigned char>(c)) != 0;
    code = code * 16U + static_cast<std::uint32_t>(digit ? c - '0' : to_lower(c) - 'a' + 10);
  }
  return {code >= 0x20 && code < 0x7f ? static_cast<char>(code) : ' ', 6};
}

// Behind quote marks of a mail: "> > text".
std::string_view unquoted(std::string_view line) {
  std::size_t at = 0;
  std::size_t text = 0;
  while (at < line.size() && (line[at] == '>' || line[at] == ' ' || line[at] == '|')) {
    if (line[at++] != ' ') text = at;
  }
  // ">>> TLS 1.2, Handshake" is how OpenSSL writes what it sends.
  if (text == 0 || line.starts_with(">>>")) return line;
  line.remove_prefix(text);
  return line.starts_with(' ') ? line.substr(1) : line;
}

}  // namespace

std::string clean_line(std::string_view line) {
  line = unquoted(line);
  std::string out;
  out.reserve(line.size());
  for (std::size_t i = 0; i < line.size();) {
    const char c = line[i];
    std::size_t size = 1;
    char stands_for = c;
    if (c == '\x1b') {
      i += escape_size(line, i);
      continue;
    }
    if (c == '&') {
      if (const auto entity = entity_at(line, i)) std::tie(stands_for, size) = *entity;
    } else if (c == '<') {
      if (const std::size_t tag = tag_size(line, i); tag != 0) {
        stands_for = ' ';
        size = tag;
      }
    } else if (c == '\\') {
      const auto [meant, length] = json_escape(line, i);
      if (length != 0) {
        stands_for = meant;
        size = length;
      }
    }
    const auto unit = static_cast<unsigned char>(stands_for);
    out += unit < 0x20 || unit == 0x7f ? ' ' : stands_for;
    i += size;
  }
  return out;
}

std::string comparable(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  const auto add = [&out](char c) {
    if (c != ' ' || (!out.empty() && out.back() != ' ')) out += c;
  };
  for (std::size_t i = 0; i < text.size(); ++i) {
    const std::string_view three = text.substr(i, 3);
    if (three == "\xe2\x80\x98" || three == "\xe2\x80\x99") {  // U+2018, U+2019
      add('\'');
      i += 2;
    } else if (three == "\xe2\x80\x9c" || three == "\xe2\x80\x9d") {  // U+201C, U+201D
      add('"');
      i += 2;
    } else if (text.substr(i, 2) == "\xc2\xa0") {  // U+00A0
      add(' ');
      ++i;
    } else {
      const char c = text[i];
      add(c == '_' || c == '-' || c == '\t' ? ' ' : to_lower(c));
    }
  }
  while (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

}  // namespace tlswhy
