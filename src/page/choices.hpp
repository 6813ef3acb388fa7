// What the page lets its reader choose from.
#pragma once

#include <string>

#include "knowledge/language.hpp"

namespace tlswhy::page {

// {"clients": [{"id": "java-8u152", "title": "..."}, ...], "products": [...]}, titles in
// `language`.
std::string choices(knowledge::Language language);

}  // namespace tlswhy::page
