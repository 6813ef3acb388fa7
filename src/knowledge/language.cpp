#include "knowledge/language.hpp"

#include <algorithm>

#include "knowledge/ids/languages.hpp"
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

Language language_of_locale(std::string_view locale) {
  const std::string_view name = locale.substr(0, locale.find_first_of(".@"));
  constexpr std::string_view traditional[] = {"zh_TW", "zh_HK", "zh_MO", "zh_Hant"};
  const bool is_traditional = std::ranges::any_of(
      traditional, [name](std::string_view begin) { return name.starts_with(begin); });
  const std::string_view tag = is_traditional ? "zh-Hant" : name.substr(0, name.find('_'));
  return find_language(tag).value_or(Language::en);
}

}  // namespace tlswhy::knowledge
