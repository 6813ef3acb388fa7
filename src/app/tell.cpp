#include "app/tell.hpp"

#include <fmt/format.h>

#include <cstdio>

#include "app/exit_code.hpp"
#include "knowledge/phrase.hpp"

namespace tlswhy {

void tell(std::string_view what, knowledge::Language language) {
  fmt::print(stderr, "tlswhy: {}\n", knowledge::phrase(what, language));
}

int tell(const Error& error, knowledge::Language language) {
  tell(error.what, language);
  return error.kind == Error::Kind::usage ? exit_code::usage : exit_code::unreadable;
}

}  // namespace tlswhy
