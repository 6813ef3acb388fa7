// Placeholders of sentences: `{name}`; `{name|을를}`, a word with the Korean particle that follows
// it (particle.hpp); `{count|one certificate|{count} certificates}`, the first text where the
// number is
// 1. Both texts may hold placeholders of the first two kinds. Any other brace stands for itself.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace tlswhy::knowledge {

struct Placeholder {
  std::size_t begin = 0;  // of `{`
  std::size_t end = 0;    // behind `}`
  std::string_view name;
  std::string_view particle;    // "을를"; empty without one
  std::string_view one, other;  // of a count; `other` is empty elsewhere

  bool operator==(const Placeholder&) const = default;
};

// Where the brace opened at `begin` is closed, and the bars between, which must be at most two.
struct BracePair {
  std::size_t close = std::string_view::npos;
  std::size_t bars[2] = {};
  std::size_t bar_count = 0;
};

constexpr std::optional<BracePair> find_close(std::string_view text, std::size_t begin) {
  BracePair out;
  std::size_t depth = 0;
  for (std::size_t i = begin; i < text.size(); ++i) {
    if (text[i] == '{') ++depth;
    if (text[i] == '}' && --depth == 0) {
      out.close = i;
      return out;
    }
    if (text[i] != '|' || depth != 1) continue;
    if (out.bar_count == 2) return std::nullopt;
    out.bars[out.bar_count++] = i;
  }
  return std::nullopt;
}

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
    if (end == text.size() || (text[end] != '}' && text[end] != '|')) continue;
    const auto pair = find_close(text, begin);
    if (!pair) continue;
    Placeholder out{begin, pair->close + 1, name, {}, {}, {}};
    const auto between = [text](std::size_t a, std::size_t b) {
      return text.substr(a + 1, b - a - 1);
    };
    if (pair->bar_count == 1) out.particle = between(pair->bars[0], pair->close);
    if (pair->bar_count == 2) {
      out.one = between(pair->bars[0], pair->bars[1]);
      out.other = between(pair->bars[1], pair->close);
      if (out.one.empty() || out.other.empty()) continue;
    }
    return out;
  }
  return std::nullopt;
}

}  // namespace tlswhy::knowledge
