// What the layers below the report say in English (errors, notes, what is assumed of a client), in
// the words of another language.
#pragma once

#include <string>
#include <string_view>

#include "knowledge/language.hpp"

namespace tlswhy::knowledge {

// The text in words of `language`: the sentence of the areas [said] and [assumed] whose English
// pattern the text fits, with the same values in it, which are phrases themselves where they fit
// one. A text without a sentence of its own keeps what stands before its first ": " (mostly a
// file's name), and what stands behind is looked up in turn. What is not found stays as it is.
std::string phrase(std::string_view text, Language language);

// Whether the whole text fits the English pattern of a sentence of these areas.
bool is_phrase(std::string_view text);

}  // namespace tlswhy::knowledge
