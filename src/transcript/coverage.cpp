#include "transcript/coverage.hpp"

#include <algorithm>

namespace tlswhy {

void Coverage::lost(Side from, std::uint64_t count, std::uint32_t frame) {
  std::uint64_t& end = end_[index(from)];
  const auto mine = std::ranges::find(spans_.rbegin(), spans_.rend(), from, &LostSpan::from);
  const bool full = spans_.size() >= most_spans && mine != spans_.rend();
  const bool adjacent = mine != spans_.rend() && mine->begin + mine->size == end;
  if (full || adjacent) {
    mine->size = end + count - mine->begin;
  } else {
    spans_.push_back({from, end, count, frame});
  }
  end += count;
}

ByteState Coverage::at(Side from, std::uint64_t position) const {
  if (position >= end_[index(from)]) return ByteState::unknown;
  const bool missing = std::ranges::any_of(spans_, [&](const LostSpan& s) {
    return s.from == from && position >= s.begin && position - s.begin < s.size;
  });
  return missing ? ByteState::lost : ByteState::seen;
}

bool Coverage::whole(Side from) const {
  return from_start(from) && std::ranges::find(spans_, from, &LostSpan::from) == spans_.end();
}

bool Coverage::whole_until(std::uint32_t frame) const {
  return from_start(Side::initiator) && from_start(Side::responder) &&
         std::ranges::none_of(spans_,
                              [&](const LostSpan& s) { return frame == 0 || s.frame <= frame; });
}

}  // namespace tlswhy
