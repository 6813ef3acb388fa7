// A value with the place it was seen at, or the reason why it was not seen.
#pragma once

#include <cstdint>
#include <optional>
#include <utility>

namespace tlswhy {

// Where in the input something stands. `frame` counts packets from 1, as Wireshark does; 0:
// unknown.
struct Provenance {
  std::uint32_t frame = 0;
};

enum class Unseen { not_reached, absent, encrypted, not_captured, malformed };

template <class T>
class Observed {
 public:
  Observed() = default;
  Observed(Unseen why) : why_(why) {}  // NOLINT(google-explicit-constructor): reads as a value
  Observed(T value, Provenance at) : value_(std::move(value)), at_(at) {}

  explicit operator bool() const { return value_.has_value(); }
  const T& operator*() const { return *value_; }
  const T* operator->() const { return &*value_; }
  T* operator->() { return &*value_; }

  [[nodiscard]] Unseen why() const { return why_; }  // meaningful where there is no value
  [[nodiscard]] std::uint32_t frame() const { return at_.frame; }  // 0 where there is no value

 private:
  std::optional<T> value_;
  Provenance at_;
  Unseen why_ = Unseen::not_reached;
};

}  // namespace tlswhy
