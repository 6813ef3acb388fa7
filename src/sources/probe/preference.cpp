#include "sources/probe/preference.hpp"

#include <algorithm>

#include "sources/probe/universe.hpp"

namespace tlswhy {
namespace {

template <class T>
bool meet(const std::vector<T>& a, const std::vector<T>& b) {
  return std::ranges::any_of(a, [&](T v) { return std::ranges::find(b, v) != b.end(); });
}
template <class T>
bool holds(const std::vector<T>& list, T value) {
  return std::ranges::find(list, value) != list.end();
}

}  // namespace

Preference::Preference(const std::vector<Asked>& asked, const Found& found)
    : found_(found),
      before_(found.cipher_suites.size(), std::vector<bool>(found.cipher_suites.size())) {
  for (const Asked& one : asked) {
    if (one.choice) compare(one);
  }
  sort();
}

bool Preference::possible(CipherSuite suite, const Offering& offering) const {
  if (!offering.groups.empty()) {
    if (is_ecdhe(suite) && !meet(offering.groups, found_.groups)) return false;
    if (is_ecdsa(suite) && found_.curve && !holds(offering.groups, *found_.curve)) return false;
  }
  if (offering.schemes.empty() || !is_signed(suite)) return true;
  return std::ranges::any_of(offering.schemes, [&](SignatureScheme scheme) {
    return is_ecdsa(scheme) == is_ecdsa(suite) && holds(found_.schemes, scheme);
  });
}

void Preference::compare(const Asked& asked) {
  const auto& all = found_.cipher_suites;
  const auto chosen = std::ranges::find(all, asked.choice->cipher_suite);
  if (chosen == all.end()) return;
  const auto a = static_cast<std::size_t>(chosen - all.begin());
  bool first = true;
  for (const CipherSuite suite : asked.offering.cipher_suites) {
    if (suite == *chosen) {
      first = false;
      continue;
    }
    const auto other = std::ranges::find(all, suite);
    if (other == all.end() || !possible(suite, asked.offering)) continue;
    if (first) client_order_ = false;
    const auto b = static_cast<std::size_t>(other - all.begin());
    before_[a][b] = true;
    if (before_[b][a]) contradictory_ = true;
  }
  compare_groups(asked);
}

void Preference::compare_groups(const Asked& asked) {
  if (!asked.choice->group || !is_ecdhe(asked.choice->cipher_suite)) return;
  std::size_t possible_groups = 0;
  std::optional<NamedGroup> first;
  for (const NamedGroup group : asked.offering.groups) {
    if (!holds(found_.groups, group)) continue;
    if (possible_groups++ == 0) first = group;
  }
  if (possible_groups < 2) return;
  client_groups_ = client_groups_.value_or(true) && first == asked.choice->group;
}

// Takes away, again and again, the one suite before which no other must go.
void Preference::sort() {
  const auto& all = found_.cipher_suites;
  std::vector<bool> placed(all.size());
  while (order_.size() < all.size()) {
    std::vector<std::size_t> next;
    for (std::size_t b = 0; b < all.size(); ++b) {
      if (placed[b]) continue;
      bool waits = false;
      for (std::size_t a = 0; a < all.size(); ++a)
        waits = waits || (!placed[a] && before_[a][b] && !before_[b][a]);
      if (!waits) next.push_back(b);
    }
    if (next.empty()) {  // a circle
      contradictory_ = true;
      for (std::size_t b = 0; b < all.size(); ++b) {
        if (!placed[b]) next.push_back(b);
      }
    }
    if (next.size() > 1 && tie_.empty() && !contradictory_) {
      for (const std::size_t i : next) tie_.push_back(all[i]);
    }
    placed[next.front()] = true;
    order_.push_back(all[next.front()]);
  }
}

}  // namespace tlswhy
