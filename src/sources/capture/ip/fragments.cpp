#include "sources/capture/ip/fragments.hpp"

#include <algorithm>
#include <cstring>

namespace tlswhy {

FragmentTable::Datagram& FragmentTable::find(const FragmentKey& key) {
  const auto same = [&](const auto& datagram) { return datagram->key == key; };
  if (const auto found = std::find_if(waiting_.begin(), waiting_.end(), same);
      found != waiting_.end()) {
    return **found;
  }
  if (waiting_.size() == most_waiting) {
    const auto oldest =
        std::min_element(waiting_.begin(), waiting_.end(),
                         [](const auto& a, const auto& b) { return a->touched < b->touched; });
    waiting_.erase(oldest);
  }
  waiting_.push_back(std::make_unique<Datagram>());
  waiting_.back()->key = key;
  return *waiting_.back();
}

void FragmentTable::insert(Datagram& datagram, const IpFragment& fragment) {
  const std::size_t end = fragment.offset + fragment.bytes.size();
  if (datagram.data.size() < end) datagram.data.resize(end);
  for (std::size_t at = fragment.offset; at < end; at += 8) {
    if (datagram.have.test(at / 8)) continue;
    datagram.have.set(at / 8);
    ++datagram.have_count;
    std::memcpy(datagram.data.data() + at, fragment.bytes.data() + (at - fragment.offset),
                std::min<std::size_t>(8, end - at));
  }
}

Bytes FragmentTable::add(const FragmentKey& key, const IpFragment& fragment) {
  IpFragment part = fragment;
  // All but the last one end on a multiple of 8 bytes.
  if (part.more) part.bytes = part.bytes.first(part.bytes.size() / 8 * 8);
  if (part.bytes.empty() || part.offset + part.bytes.size() > most_bytes) return {};
  Datagram& datagram = find(key);
  datagram.touched = ++clock_;
  insert(datagram, part);
  if (!part.more && datagram.total == 0) datagram.total = part.offset + part.bytes.size();
  const bool whole = datagram.total > 0 && datagram.have_count >= (datagram.total + 7) / 8;
  if (!whole) return {};
  whole_ = std::move(datagram.data);
  const std::size_t total = std::min(datagram.total, whole_.size());
  std::erase_if(waiting_, [&](const auto& other) { return other.get() == &datagram; });
  return Bytes(whole_).first(total);
}

}  // namespace tlswhy
