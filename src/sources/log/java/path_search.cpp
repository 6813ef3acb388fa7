#include "sources/log/java/path_search.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace tlswhy {

bool PathSearch::line(std::string_view clean) {
  constexpr std::string_view prefix = "certpath: ";
  constexpr std::array<std::string_view, 2> begins = {"certpath: SunCertPathBuilder.engineBuild(",
                                                      "certpath: PKIXCertPathValidator.engineV"};
  constexpr std::size_t longest = 512;
  if (clean.empty()) return false;
  if (!clean.starts_with(prefix))
    return std::exchange(last_, {}).ends_with(clean.substr(0, longest));
  if (std::ranges::any_of(begins, [clean](auto text) { return clean.starts_with(text); }))
    met_.clear();
  last_ = clean.substr(0, longest);
  return true;
}

void PathSearch::add(StatementSeen&& of_a_way) {
  constexpr std::size_t most = 4;
  const bool known =
      std::ranges::find(met_, of_a_way.message, &StatementSeen::message) != met_.end();
  if (known || met_.size() >= most) return;
  of_a_way.attempt = true;
  met_.push_back(std::move(of_a_way));
}

std::vector<StatementSeen> PathSearch::take() { return std::exchange(met_, {}); }

}  // namespace tlswhy
