// Which cause leads where several are supported alike: knowledge/ranking.toml, whose rows stand in
// the generated knowledge/ranks.hpp as rank::<section>_<cause>.
#pragma once

#include <compare>
#include <cstdint>
#include <limits>

#include "knowledge/ids.hpp"

namespace tlswhy::knowledge {

// A row's number, counted over the whole file; the smaller one leads.
struct Place {
  std::uint16_t number = std::numeric_limits<std::uint16_t>::max();  // behind all
  auto operator<=>(const Place&) const = default;
};

struct Rank {
  CauseId cause{};
  Place place;
};

}  // namespace tlswhy::knowledge
