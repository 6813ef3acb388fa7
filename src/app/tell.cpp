#include "app/tell.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <ranges>
#include <string>

#include "app/exit_code.hpp"
#include "base/utf8.hpp"
#include "knowledge/phrase.hpp"

namespace tlswhy {

void tell(std::string_view what, knowledge::Language language) {
  std::string out = "tlswhy: ";
  for (const auto line : std::views::split(knowledge::phrase(what, language), '\n'))
    out += harmless(std::string_view(line.begin(), line.end())) + "\n";
  fmt::print(stderr, "{}", out);
}

int tell(const Error& error, knowledge::Language language) {
  tell(error.what, language);
  return error.kind == Error::Kind::usage ? exit_code::usage : exit_code::unreadable;
}

}  // namespace tlswhy
