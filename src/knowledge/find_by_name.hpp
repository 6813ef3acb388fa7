// Binary search in a generated table. Internal.
#pragma once

#include <algorithm>
#include <optional>
#include <span>
#include <string_view>

namespace tlswhy::knowledge {

template <class Row>
auto find_by_name(std::span<const Row> rows, std::string_view name) {
  const auto found = std::ranges::lower_bound(rows, name, {}, &Row::name);
  using Id = decltype(Row::id);
  return found != rows.end() && found->name == name ? std::optional<Id>(found->id) : std::nullopt;
}

}  // namespace tlswhy::knowledge
