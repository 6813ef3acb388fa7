#include "app/clients.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <vector>

#include "app/exit_code.hpp"
#include "report/profile.hpp"

namespace tlswhy {

int print_clients(std::span<const std::string> names, knowledge::Language language) {
  std::vector<const knowledge::ClientProfile*> found;
  for (const std::string& name : names) {
    found.push_back(knowledge::find_client(name));
    if (found.back() != nullptr) continue;
    const std::string_view nearest = knowledge::nearest_client(name);
    fmt::print(
        stderr, "tlswhy: no client is called \"{}\"{}\n", name,
        nearest.empty() ? std::string(" (tlswhy clients)") : fmt::format(": is it {}?", nearest));
    return exit_code::usage;
  }
  if (found.empty()) fmt::print("{}", profile::list(language));
  if (found.size() == 1) fmt::print("{}", profile::as_toml(*found[0]));
  if (found.size() == 2) fmt::print("{}", profile::difference(*found[0], *found[1]));
  return exit_code::nothing_failed;
}

}  // namespace tlswhy
