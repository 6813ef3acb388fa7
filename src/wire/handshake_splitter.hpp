// Cuts the handshake bytes of one direction into messages, however records cut them (RFC 8446
// sections 4 and 5.1).
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "base/bytes.hpp"
#include "wire/code_points.hpp"

namespace tlswhy {

class HandshakeSplitter {
 public:
  static constexpr std::size_t header_size = 4;

  struct Message {
    HandshakeType type{};
    Bytes body;
    Bytes whole;  // with its header
  };
  // A message that has begun and is not complete.
  struct Begun {
    HandshakeType type{};
    std::uint32_t have = 0, need = 0;  // bytes of its body
  };

  // Bodies of handshake records, in order. What waits is as large as the caller lets it become.
  void feed(Bytes bytes);
  // The next whole message; the views are good until feed() or clear().
  std::optional<Message> next();
  // Nothing between two messages, and where fewer than four bytes of one are there.
  [[nodiscard]] std::optional<Begun> begun() const { return begun_with({}); }
  // The same, as if `more` had been fed too.
  [[nodiscard]] std::optional<Begun> begun_with(Bytes more) const;
  [[nodiscard]] std::size_t waiting() const { return bytes_.size() - taken_; }
  void clear();

 private:
  std::vector<std::uint8_t> bytes_;
  std::size_t taken_ = 0;  // of bytes_
};

}  // namespace tlswhy
