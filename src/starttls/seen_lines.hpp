// Lines of text in what a capture saw of a connection.
#pragma once

#include <string_view>
#include <vector>

#include "base/bytes.hpp"

namespace tlswhy::starttls {

// Without their ends, and without a last one that has no end.
std::vector<std::string_view> whole_lines(Bytes said);
// Compares as commands are compared: without regard to the case of ASCII letters.
bool same_word(std::string_view a, std::string_view b);
bool begins_with_word(std::string_view line, std::string_view word);
// Where the last line that is this command (and nothing else) stands among the lines; -1: nowhere.
std::ptrdiff_t last_command(const std::vector<std::string_view>& lines, std::string_view command);

}  // namespace tlswhy::starttls
