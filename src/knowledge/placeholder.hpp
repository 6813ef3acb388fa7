// Placeholders of sentences: `{name}` or `{name|hint}`. The hint is for languages whose particles
// depend on the inserted word (Korean) and is not looked at yet. Any other brace stands for itself.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace tlswhy::knowledge {

struct Placeholder {
  std::size_t begin = 0;  // of `{`
  std::size_t end = 0;    // behind `}`
  std::string_view name;

  bool operator==(const Placeholder&) const = default;
};

// The first placeholder at or after `from`.
constexpr std::optional<Placeholder> find_placeholder(std::string_view text, std::size_t from) {
  const auto is_name = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
  };
  for (std::size_t begin = from; begin < text.size(); ++begin) {
    if (text[begin] != '{') continue;
    std::size_t end = begin + 1;
    while (end < text.size() && is_name(text[end])) ++end;
    const std::string_view name = text.substr(begin + 1, end - begin - 1);
    if (name.empty() || (name.front() >= '0' && name.front() <= '9')) continue;
    if (end < text.size() && text[end] == '|') {
      while (end < text.size() && text[end] != '}' && text[end] != '{') ++end;
    }
    if (end < text.size() && text[end] == '}') return Placeholder{begin, end + 1, name};
  }
  return std::nullopt;
}

}  // namespace tlswhy::knowledge
