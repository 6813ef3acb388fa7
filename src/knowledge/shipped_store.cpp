#include "knowledge/shipped_store.hpp"

#include "knowledge/tables.hpp"

namespace tlswhy::knowledge {

std::span<const ShippedStore> shipped_stores() { return tables::shipped_stores; }

const ShippedStore* find_shipped_store(std::string_view platform, std::string_view day) {
  const ShippedStore* found = nullptr;
  for (const ShippedStore& store : tables::shipped_stores) {
    if (store.platform == platform && (day.empty() || store.as_of <= day)) found = &store;
  }
  return found;
}

std::vector<const ShippedRoot*> roots_of(const ShippedStore& store) {
  const auto place = &store - tables::shipped_stores.data();
  std::vector<const ShippedRoot*> out;
  for (const ShippedRoot& root : tables::shipped_roots) {
    if ((root.stores >> place & 1U) != 0) out.push_back(&root);
  }
  return out;
}

}  // namespace tlswhy::knowledge
