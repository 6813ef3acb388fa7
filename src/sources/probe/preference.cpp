#include "sources/probe/preference.hpp"

#include <algorithm>

#include "base/contains.hpp"
#include "sources/probe/universe.hpp"

namespace tlswhy {
namespace {

template <class T>
bool meet(const std::vector<T>& a, const std::vector<T>& b) {
  return std::ranges::any_of(a, [&](T v) { return std::ranges::find(b, v) != b.end(); });
}
}  // namespace

Preference::Preference(const std::vector<Asked>& asked, const Found& found)
    : found_(found),
      before_(found.cipher_suites.size(), std::vector<bool>(found.cipher_suites.size())) {
  for (const CipherSuite suite : found.cipher_suites) {
    place_.emplace(suite, kinds_.size());
    kinds_.push_back({is_ecdhe(suite), is_ecdsa(suite), is_signed(suite), is_certified(suite)});
  }
  for (const Asked& one : asked) {
    if (one.choice) compare(one);
  }
  sort();
}

// A choice is compared with the other suites that were found; one that was not found says nothing.
void Preference::compare(const Asked& asked) {
  const auto chosen = place_.find(asked.choice->cipher_suite);
  if (chosen == place_.end()) return;
  const Offering& o = asked.offering;
  const auto schemes = [&](bool ecdsa) {
    return o.schemes.empty() || found_.schemes.empty() ||
           std::ranges::any_of(o.schemes, [&](SignatureScheme scheme) {
             return is_ecdsa(scheme) == ecdsa && contains(found_.schemes, scheme);
           });
  };
  const bool groups = o.groups.empty() || found_.groups.empty() || meet(o.groups, found_.groups);
  const bool curve = o.groups.empty() || !found_.curve || contains(o.groups, *found_.curve);
  const bool ecdsa_schemes = schemes(true);
  const bool rest_schemes = schemes(false);
  const auto possible = [&](const Kind& is) {
    if ((is.ecdhe && !groups) || (is.ecdsa && !curve)) return false;
    return !is.is_signed || (is.ecdsa ? ecdsa_schemes : rest_schemes);
  };
  const std::size_t a = chosen->second;
  bool first = true;
  for (const CipherSuite suite : o.cipher_suites) {
    const auto other = place_.find(suite);
    if (other == place_.end()) continue;
    const std::size_t b = other->second;
    if (a == b) {
      first = false;
    } else if (possible(kinds_[b])) {
      const bool free = free_to_choose(kinds_[a], kinds_[b]);
      compared_ = compared_ || free;
      if (first && free) client_order_ = false;
      before_[a][b] = true;
      if (before_[b][a]) contradictory_ = true;
    }
  }
  compare_groups(asked);
}

// Whether the server could have taken the other suite once it had chosen a certificate.
bool Preference::free_to_choose(const Kind& chosen, const Kind& other) const {
  return !found_.certificate_first || !other.certified ||
         (chosen.certified && chosen.ecdsa == other.ecdsa);
}

void Preference::compare_groups(const Asked& asked) {
  if (!asked.choice->group || !is_ecdhe(asked.choice->cipher_suite)) return;
  std::size_t possible_groups = 0;
  std::optional<NamedGroup> first;
  for (const NamedGroup group : asked.offering.groups) {
    if (!contains(found_.groups, group)) continue;
    if (possible_groups++ == 0) first = group;
  }
  if (possible_groups < 2) return;
  client_groups_ = client_groups_.value_or(true) && first == asked.choice->group;
}

// Takes away, again and again, the one suite before which no other must go.
void Preference::sort() {
  const auto& all = found_.cipher_suites;
  const auto goes_before = [this](std::size_t a, std::size_t b) {
    return before_[a][b] && !before_[b][a];
  };
  std::vector<std::size_t> waits_for(all.size());
  for (std::size_t b = 0; b < all.size(); ++b) {
    for (std::size_t a = 0; a < all.size(); ++a) waits_for[b] += std::size_t{goes_before(a, b)};
  }
  std::vector<bool> placed(all.size());
  while (order_.size() < all.size()) {
    std::vector<std::size_t> next;
    for (std::size_t i = 0; i < all.size(); ++i) {
      if (!placed[i] && waits_for[i] == 0) next.push_back(i);
    }
    if (next.empty()) {  // a circle: the first one found
      contradictory_ = true;
      next.push_back(static_cast<std::size_t>(std::ranges::find(placed, false) - placed.begin()));
    }
    if (next.size() > 1 && tie_.empty() && !contradictory_) {
      for (const std::size_t i : next) tie_.push_back(all[i]);
    }
    const std::size_t taken = next.front();
    placed[taken] = true;
    order_.push_back(all[taken]);
    for (std::size_t i = 0; i < all.size(); ++i) {
      if (goes_before(taken, i) && waits_for[i] > 0) --waits_for[i];
    }
  }
}

}  // namespace tlswhy
