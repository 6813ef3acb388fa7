#include "knowledge/compiler/problems.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>
#include <utility>

namespace tlswhy::knowledge::compiler {
void Problems::add(const Place& place, std::string message) {
  found_.push_back({place, std::move(message)});
}

void Problems::unknown(const Place& place, std::string_view what, std::string_view word,
                       const Words& known) {
  const std::string_view nearest = nearest_word(word, known);
  add(place, nearest.empty()
                 ? fmt::format("unknown {} \"{}\"", what, word)
                 : fmt::format("unknown {} \"{}\" (nearest known word: {})", what, word, nearest));
}

std::vector<std::string> Problems::lines(std::string_view folder) const {
  std::vector<const Problem*> sorted;
  for (const Problem& problem : found_) sorted.push_back(&problem);
  std::ranges::stable_sort(sorted, {}, [](const Problem* problem) {
    return std::tie(problem->place.file, problem->place.line, problem->place.column);
  });
  std::vector<std::string> out;
  for (const Problem* problem : sorted) {
    const Place& place = problem->place;
    out.push_back(fmt::format("{}{}{}:{}:{}: {}", folder, folder.empty() ? "" : "/", place.file,
                              place.line, place.column, problem->message));
  }
  return out;
}

}  // namespace tlswhy::knowledge::compiler
