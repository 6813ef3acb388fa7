// What can be changed so that a connection succeeds: knowledge/changes.toml.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "knowledge/ids.hpp"
#include "knowledge/language.hpp"

namespace tlswhy::knowledge {

enum class Where : std::uint8_t { server, ca, client, network };
enum class Security : std::uint8_t { raises, keeps, lowers };

struct Change {
  ChangeId id;
  std::string_view name;  // "prefer-ecdhe"
  Where where;
  Security security;                    // the usual effect
  std::span<const ProductId> products;  // with a recipe for it, in the order to show
  Texts titles;

  [[nodiscard]] std::string_view title(Language language) const {
    return in_language(titles, language);
  }
};

const Change& change(ChangeId id);
std::optional<ChangeId> find_change(std::string_view name);
std::span<const Change> changes();

}  // namespace tlswhy::knowledge
