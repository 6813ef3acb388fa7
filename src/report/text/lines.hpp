// How much room text takes on a terminal, and where its lines may end.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace tlswhy::text {

inline constexpr std::size_t line_columns = 80;

// Columns that well-formed UTF-8 takes (Unicode Standard Annex #11): East Asian wide and fullwidth
// characters two, combining marks none.
std::size_t columns_of(std::string_view text);

// Lines of at most `room` columns, in which a word that is longer stands alone. Between Latin words
// a line ends at a space only, so that options, paths and addresses stay whole; beside Chinese
// characters it ends where Unicode Standard Annex #14 lets it. Korean breaks at spaces.
std::vector<std::string> wrap(std::string_view text, std::size_t room);

// The lines of wrap(), each with its end, those behind the first one indented.
std::string hanging(std::string_view text, std::size_t room, std::size_t indent);

}  // namespace tlswhy::text
