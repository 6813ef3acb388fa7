#include "knowledge/language.hpp"

#include <algorithm>

#include "knowledge/tables.hpp"

namespace tlswhy::knowledge {

std::string_view language_tag(Language language) {
  return in_language(tables::languages, language);
}

std::optional<Language> find_language(std::string_view tag) {
  const auto found = std::ranges::find(tables::languages, tag);
  if (found == tables::languages.end()) return std::nullopt;
  return static_cast<Language>(found - tables::languages.begin());
}

}  // namespace tlswhy::knowledge
