// A value with the place it was seen at, or the reason why it was not seen.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <utility>

namespace tlswhy {

// Where in the input something stands.
struct Provenance {
  enum class Kind : std::uint8_t {
    nowhere,   // not in the input, or in no single place of it
    packet,    // of a capture, counted from 1 as Wireshark does
    line,      // of a log, counted from 1
    question,  // of a probe, counted from 1
  };
  Kind kind = Kind::nowhere;
  std::uint32_t number = 0;
  std::optional<std::uint8_t> depth{};  // which certificate of the chain that was sent; 0: the leaf

  constexpr Provenance() = default;
  // Nearly all comes from captures, where a frame of 0 is none.
  // NOLINTNEXTLINE(google-explicit-constructor)
  constexpr Provenance(std::uint32_t frame)
      : kind(frame == 0 ? Kind::nowhere : Kind::packet), number(frame) {}
  constexpr Provenance(Kind k, std::uint32_t n) : kind(k), number(n) {}

  [[nodiscard]] constexpr std::uint32_t frame() const { return kind == Kind::packet ? number : 0; }
  [[nodiscard]] constexpr Provenance certificate(std::size_t at_depth) const {
    Provenance out = *this;
    if (at_depth <= std::numeric_limits<std::uint8_t>::max())
      out.depth = static_cast<std::uint8_t>(at_depth);
    return out;
  }
  bool operator==(const Provenance&) const = default;
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
  [[nodiscard]] Provenance at() const { return at_; }
  [[nodiscard]] std::uint32_t frame() const { return at_.frame(); }  // 0 where there is no value

 private:
  std::optional<T> value_;
  Provenance at_;
  Unseen why_ = Unseen::not_reached;
};

}  // namespace tlswhy
