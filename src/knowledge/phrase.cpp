#include "knowledge/phrase.hpp"

#include <optional>
#include <vector>

#include "knowledge/ids/languages.hpp"
#include "knowledge/placeholder.hpp"
#include "knowledge/sentence.hpp"

namespace tlswhy::knowledge {
namespace {

constexpr std::size_t most_parts = 8;  // of a text, between ": "

struct Fit {
  const Sentence* sentence = nullptr;
  std::vector<Parameter> values;
  std::size_t literal = 0;  // bytes of the pattern outside of placeholders
};

// Matches piece by piece: what is between two placeholders is looked for at its first place.
std::optional<Fit> fit(std::string_view text, const Sentence& sentence) {
  const std::string_view pattern = in_language(sentence.texts, Language::en);
  Fit out{&sentence, {}, 0};
  std::size_t from = 0;
  auto next = find_placeholder(pattern, 0);
  const std::string_view head = pattern.substr(0, next ? next->begin : pattern.size());
  if (!text.starts_with(head)) return std::nullopt;
  out.literal = head.size();
  text.remove_prefix(head.size());
  while (next) {
    from = next->end;
    const std::string_view name = next->name;
    next = find_placeholder(pattern, from);
    const std::string_view behind =
        pattern.substr(from, next ? next->begin - from : std::string_view::npos);
    const std::size_t end = next                     ? text.find(behind)
                            : behind.empty()         ? text.size()
                            : text.ends_with(behind) ? text.size() - behind.size()
                                                     : std::string_view::npos;
    if (end == std::string_view::npos || end == 0) return std::nullopt;
    out.values.push_back({name, std::string(text.substr(0, end))});
    out.literal += behind.size();
    text.remove_prefix(end + behind.size());
  }
  return text.empty() ? std::optional(std::move(out)) : std::nullopt;
}

// The pattern that says most itself.
std::optional<Fit> best_fit(std::string_view text) {
  std::optional<Fit> best;
  for (const Sentence& sentence : sentences()) {
    if (!sentence.name.starts_with("said.") && !sentence.name.starts_with("assumed.")) continue;
    auto found = fit(text, sentence);
    if (found && (!best || found->literal > best->literal)) best = std::move(found);
  }
  return best;
}

std::string worded(std::string_view text, Language language, std::size_t depth) {
  if (depth == most_parts) return std::string(text);
  if (auto found = best_fit(text)) {
    for (Parameter& value : found->values)
      value.value = worded(text_of(value.value, language), language, depth + 1);
    return render(in_language(found->sentence->texts, language), found->values, language);
  }
  constexpr std::string_view colon = ": ";
  const std::size_t at = text.find(colon);
  if (at == std::string_view::npos) return std::string(text);
  return std::string(text.substr(0, at + colon.size())) +
         worded(text.substr(at + colon.size()), language, depth + 1);
}

}  // namespace

std::string phrase(std::string_view text, Language language) {
  return language == Language::en ? std::string(text) : worded(text, language, 0);
}

bool is_phrase(std::string_view text) { return best_fit(text).has_value(); }

}  // namespace tlswhy::knowledge
