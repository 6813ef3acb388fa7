// The two endpoints of a conversation, whoever sends, as a key that is quick to hash.
#pragma once

#include <array>
#include <cstdint>
#include <utility>

#include "base/endpoint.hpp"

namespace tlswhy {

class FlowKey {
 public:
  FlowKey() = default;
  // The second value says which of the key's two ends `from` is.
  static std::pair<FlowKey, std::size_t> of(const Endpoint& from, const Endpoint& to);
  [[nodiscard]] Endpoint end(std::size_t which) const;
  bool operator==(const FlowKey&) const = default;
  [[nodiscard]] std::size_t hash() const;

 private:
  std::array<std::uint64_t, 4> addresses_{};
  std::uint64_t ports_ = 0;  // and the IP version
};

struct FlowKeyHash {
  using is_avalanching = void;  // for Boost.Unordered: the bits are mixed already
  std::size_t operator()(const FlowKey& key) const { return key.hash(); }
};

}  // namespace tlswhy
