// The UTF-16 that Windows speaks, and the UTF-8 of everything else. For *_windows.cpp only.
#pragma once

#include <string>
#include <string_view>

namespace tlswhy {

// What is no UTF-8, or no UTF-16, becomes U+FFFD.
std::wstring as_wide(std::string_view utf8);
std::string as_utf8(std::wstring_view wide);

}  // namespace tlswhy
