#include "knowledge/compiler/problems.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <tuple>
#include <utility>

namespace tlswhy::knowledge::compiler {
namespace {

// Levenshtein distance; one row of the table at a time.
std::size_t edit_distance(std::string_view from, std::string_view to) {
  std::vector<std::size_t> row(to.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < from.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i + 1;
    for (std::size_t j = 0; j < to.size(); ++j) {
      const std::size_t replaced = diagonal + (from[i] == to[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({replaced, row[j] + 1, diagonal + 1});
    }
  }
  return row.back();
}

}  // namespace

std::string_view nearest_word(std::string_view word, const Words& known) {
  std::string_view nearest;
  std::size_t least = word.size() / 3 + 2;  // a word farther away is no help
  for (const std::string& candidate : known) {
    const std::size_t distance = edit_distance(word, candidate);
    if (distance >= least) continue;
    least = distance;
    nearest = candidate;
  }
  return nearest;
}

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
