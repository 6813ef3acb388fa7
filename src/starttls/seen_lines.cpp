#include "starttls/seen_lines.hpp"

#include <algorithm>

#include "base/ascii.hpp"

namespace tlswhy::starttls {

std::vector<std::string_view> whole_lines(Bytes said) {
  std::vector<std::string_view> out;
  std::string_view rest = as_text(said);
  for (std::size_t end = rest.find('\n'); end != std::string_view::npos; end = rest.find('\n')) {
    std::string_view line = rest.substr(0, end);
    while (line.ends_with('\r') || line.ends_with(' ')) line.remove_suffix(1);
    out.push_back(line);
    rest.remove_prefix(end + 1);
  }
  return out;
}

bool same_word(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, {}, to_lower, to_lower);
}

bool begins_with_word(std::string_view line, std::string_view word) {
  return same_word(line.substr(0, word.size()), word) &&
         (line.size() == word.size() || line[word.size()] == ' ');
}

std::ptrdiff_t last_command(const std::vector<std::string_view>& lines, std::string_view command) {
  std::ptrdiff_t at = std::ssize(lines) - 1;
  while (at >= 0 && !same_word(lines[static_cast<std::size_t>(at)], command)) --at;
  return at;
}

}  // namespace tlswhy::starttls
