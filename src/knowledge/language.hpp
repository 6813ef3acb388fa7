// Languages that texts are written in. English is the floor: what another language lacks is
// English.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "knowledge/ids.hpp"

namespace tlswhy::knowledge {

std::string_view language_tag(Language language);  // BCP 47: "zh-Hant"
std::optional<Language> find_language(std::string_view tag);
// The language of a POSIX locale as LANG names it ("ko_KR.UTF-8"), English where there are no texts
// for it. Chinese as Taiwan, Hong Kong and Macao write it is zh-Hant.
Language language_of_locale(std::string_view locale);

// A text in every language, in the order of the enumeration.
using Texts = std::span<const std::string_view>;
constexpr std::string_view in_language(Texts texts, Language language) {
  return texts[static_cast<std::size_t>(language)];
}

}  // namespace tlswhy::knowledge
