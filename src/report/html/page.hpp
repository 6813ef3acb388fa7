// The page of web/, with documents of the JSON contract inside: one file that asks nobody for
// anything (docs/usage.md).
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace tlswhy::html {

// web/built/report.html, as it is; put into the program by cmake/TlswhyPage.cmake.
extern const std::string_view report_page;

// The page that shows `documents`, each a whole document (json.hpp), in this order. Their texts are
// in `language` ("en"). Deterministic. An error: one of them is not JSON.
Result<std::string> page(std::span<const std::string> documents, std::string_view language);

}  // namespace tlswhy::html
