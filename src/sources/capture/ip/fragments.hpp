// Puts IP fragments together (RFC 791 §3.2, RFC 8200 §4.5). Bounded: the datagram that waited
// longest goes first.
#pragma once

#include <bitset>
#include <cstdint>
#include <memory>
#include <vector>

#include "base/bytes.hpp"
#include "base/endpoint.hpp"

namespace tlswhy {

struct FragmentKey {
  IpAddress source = {}, destination = {};
  std::uint32_t identification = 0;
  std::uint8_t protocol = 0;
  auto operator<=>(const FragmentKey&) const = default;
};

struct IpFragment {
  std::size_t offset = 0;  // bytes, a multiple of 8
  bool more = false;       // others follow
  Bytes bytes;
};

class FragmentTable {
 public:
  // The whole payload when `fragment` completes it, valid until the next call; else empty. Where
  // fragments overlap, the first ones win.
  Bytes add(const FragmentKey& key, const IpFragment& fragment);
  [[nodiscard]] std::size_t waiting() const { return waiting_.size(); }

 private:
  static constexpr std::size_t most_bytes = 65536, most_units = most_bytes / 8;
  static constexpr std::size_t most_waiting = 256;

  struct Datagram {
    FragmentKey key;
    std::uint64_t touched = 0;
    std::vector<std::uint8_t> data;
    std::bitset<most_units> have;  // by units of 8 bytes
    std::size_t have_count = 0;
    std::size_t total = 0;  // 0 until the last fragment came
  };

  Datagram& find(const FragmentKey& key);
  static void insert(Datagram& datagram, const IpFragment& fragment);

  std::vector<std::unique_ptr<Datagram>> waiting_;
  std::vector<std::uint8_t> whole_;
  std::uint64_t clock_ = 0;
};

}  // namespace tlswhy
