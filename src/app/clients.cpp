#include "app/clients.hpp"

#include <fmt/format.h>

#include <cstdio>

#include "app/exit_code.hpp"
#include "app/tell.hpp"
#include "report/profile.hpp"

namespace tlswhy {

int print_clients(std::span<const std::string> names, const Installation& installation,
                  knowledge::Language language) {
  const auto named = find_clients({names.begin(), names.end()}, installation);
  if (!named) return tell(named.error(), language);
  for (const std::string& note : named->notes) tell(note, language);
  const auto& found = named->clients;
  if (found.empty()) fmt::print("{}", profile::list(language));
  if (found.size() == 1) fmt::print("{}", profile::as_toml(*found[0]));
  if (found.size() == 2) fmt::print("{}", profile::difference(*found[0], *found[1]));
  return exit_code::nothing_failed;
}

}  // namespace tlswhy
