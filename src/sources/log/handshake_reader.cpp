#include "sources/log/handshake_reader.hpp"

#include <algorithm>
#include <utility>

namespace tlswhy {

void TrustStores::add(std::shared_ptr<const Certificate> certificate, bool fresh) {
  if (!certificate) return;
  if (fresh || stores_.empty()) {
    too_many_ = stores_.size() >= most_stores;
    const bool by_default = std::exchange(default_next_, false);
    if (!too_many_) stores_.push_back({std::make_shared<CertificateList>(), by_default});
  }
  CertificateList& last = *stores_.back().list;
  if (!too_many_ && last.size() < most_certificates) last.push_back(std::move(certificate));
}

std::vector<std::shared_ptr<const CertificateList>> TrustStores::all() const {
  const bool own = !std::ranges::all_of(stores_, &Store::by_default);
  std::vector<std::shared_ptr<const CertificateList>> out;
  for (const Store& store : stores_)
    if (!own || !store.by_default) out.push_back(store.list);
  return out;
}

}  // namespace tlswhy
