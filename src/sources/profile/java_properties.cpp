#include "sources/profile/java_properties.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>

namespace tlswhy {
namespace {

constexpr std::string_view blanks = " \t\f";

std::string_view behind_blanks(std::string_view text) {
  const std::size_t start = text.find_first_not_of(blanks);
  return start == std::string_view::npos ? std::string_view() : text.substr(start);
}

// An odd number of backslashes at the end: the line goes on.
bool goes_on(std::string_view line) {
  const std::size_t last = line.find_last_not_of('\\');
  const std::size_t slashes = line.size() - (last == std::string_view::npos ? 0 : last + 1);
  return slashes % 2 == 1;
}

// The next line as it lies in the file; `text` is what follows.
std::string_view take_line(std::string_view& text) {
  const std::size_t end = text.find_first_of("\r\n");
  const std::string_view line = text.substr(0, end);
  const std::size_t skip = text.substr(std::min(end, text.size())).starts_with("\r\n") ? 2 : 1;
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + skip);
  return line;
}

// With all lines that continue it. A comment is never continued.
std::string take_logical_line(std::string_view& text) {
  std::string_view line = behind_blanks(take_line(text));
  if (line.starts_with('#') || line.starts_with('!')) return {};
  std::string out(line);
  while (goes_on(line) && !text.empty()) {
    out.pop_back();
    line = behind_blanks(take_line(text));
    out += line;
  }
  if (goes_on(line) && !out.empty()) out.pop_back();  // at the end of the file
  return out;
}

// \t, \\, \u0041; characters beyond ASCII are of no use here.
std::string unescaped(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\\' || i + 1 == text.size()) {
      out += text[i];
      continue;
    }
    const char c = text[++i];
    std::uint16_t code = 0;
    const char* digits = text.data() + i + 1;
    if (c == 'u' && i + 4 < text.size() &&
        std::from_chars(digits, digits + 4, code, 16).ptr == digits + 4) {
      out += code < 0x80 ? static_cast<char>(code) : '?';
      i += 4;
    } else {
      out += c == 't' ? '\t' : c == 'n' ? '\n' : c == 'r' ? '\r' : c == 'f' ? '\f' : c;
    }
  }
  return out;
}

// Where the key ends: at the first '=', ':' or blank that is not escaped.
std::size_t end_of_key(std::string_view line) {
  std::size_t at = 0;
  while (at < line.size() && std::string_view("=: \t\f").find(line[at]) == std::string_view::npos)
    at += line[at] == '\\' ? 2U : 1U;
  return std::min(at, line.size());
}

}  // namespace

std::map<std::string, std::string> read_java_properties(std::string_view text) {
  std::map<std::string, std::string> out;
  while (!text.empty()) {
    const std::string line = take_logical_line(text);
    if (line.empty()) continue;
    const std::size_t end = end_of_key(line);
    std::string_view value = behind_blanks(std::string_view(line).substr(end));
    if (value.starts_with('=') || value.starts_with(':')) value = behind_blanks(value.substr(1));
    out.insert_or_assign(unescaped(std::string_view(line).substr(0, end)), unescaped(value));
  }
  return out;
}

}  // namespace tlswhy
