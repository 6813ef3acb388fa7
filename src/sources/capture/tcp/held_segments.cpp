#include "sources/capture/tcp/held_segments.hpp"

#include <algorithm>

namespace tlswhy {
namespace {

constexpr std::size_t overhead = sizeof(HeldSegment) + 64;

// The part of `bytes`, which begin at `from`, that lies in [begin, end).
Bytes part(Bytes bytes, std::uint64_t from, std::uint64_t begin, std::uint64_t end) {
  const std::uint64_t first = std::min<std::uint64_t>(begin - from, bytes.size());
  const std::uint64_t last = std::min<std::uint64_t>(end - from, bytes.size());
  return bytes.subspan(static_cast<std::size_t>(first), static_cast<std::size_t>(last - first));
}

}  // namespace

std::uint64_t HeldSegments::insert(std::uint64_t from, Bytes bytes, std::uint64_t length,
                                   std::uint64_t needs, const Origin& at) {
  const std::uint64_t end = from + length;
  std::uint64_t fresh = 0;
  const auto keep = [&](auto hint, std::uint64_t begin, std::uint64_t until) {
    const Bytes kept = part(bytes, from, begin, until);
    segments_.emplace_hint(hint, begin,
                           HeldSegment{{kept.begin(), kept.end()}, until - begin, needs, at});
    cost_ += kept.size() + overhead;
    fresh += until - begin;
  };
  auto next = segments_.upper_bound(from);
  std::uint64_t begin = from;
  if (next != segments_.begin()) {
    const auto before = std::prev(next);
    begin = std::max(begin, before->first + before->second.length);
    // The same bytes sent twice: whatever order they were captured in, the earlier sending counts.
    if (before->first == from && before->second.length <= length) {
      before->second.needs = std::min(before->second.needs, needs);
    }
  }
  while (begin < end) {
    const bool last = next == segments_.end() || next->first >= end;
    const std::uint64_t until = last ? end : next->first;
    if (begin < until) keep(next, begin, until);
    if (last) break;
    if (next->first + next->second.length <= end) {
      next->second.needs = std::min(next->second.needs, needs);
    }
    begin = next->first + next->second.length;
    ++next;
  }
  return fresh;
}

HeldSegment HeldSegments::take_first() {
  auto node = segments_.extract(segments_.begin());
  cost_ -= node.mapped().bytes.size() + overhead;
  return std::move(node.mapped());
}

}  // namespace tlswhy
