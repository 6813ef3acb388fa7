// What is said beside the report, on standard error.
#pragma once

#include <string_view>

#include "base/result.hpp"
#include "knowledge/language.hpp"

namespace tlswhy {

// One line, in the reader's words where the text is a phrase (knowledge/phrase.hpp).
void tell(std::string_view what, knowledge::Language language);

// The same of an error; gives its exit code.
int tell(const Error& error, knowledge::Language language);

}  // namespace tlswhy
