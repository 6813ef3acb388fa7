#include "sources/capture/tcp/flow_key.hpp"

#include <cstring>
#include <tuple>

namespace tlswhy {
namespace {

std::array<std::uint64_t, 2> words(const IpAddress& ip) {
  std::array<std::uint64_t, 2> out{};
  std::memcpy(out.data(), ip.octets.data(), sizeof out);
  return out;
}

std::uint64_t mix(std::uint64_t value) {
  value ^= value >> 32;
  value *= 0xd6e8feb86659fd93;
  value ^= value >> 32;
  return value;
}

}  // namespace

std::pair<FlowKey, std::size_t> FlowKey::of(const Endpoint& from, const Endpoint& to) {
  auto low = words(from.ip), high = words(to.ip);
  std::uint64_t low_port = from.port, high_port = to.port;
  const bool swapped = std::tie(low, low_port) > std::tie(high, high_port);
  if (swapped) {
    std::swap(low, high);
    std::swap(low_port, high_port);
  }
  FlowKey key;
  key.addresses_ = {low[0], low[1], high[0], high[1]};
  key.ports_ = std::uint64_t{from.ip.v6} << 32 | low_port << 16 | high_port;
  return {key, swapped ? 1 : 0};
}

Endpoint FlowKey::end(std::size_t which) const {
  Endpoint out;
  std::memcpy(out.ip.octets.data(), &addresses_[which * 2], out.ip.octets.size());
  out.ip.v6 = ports_ >> 32 != 0;
  out.port = static_cast<std::uint16_t>(which == 0 ? ports_ >> 16 : ports_);
  return out;
}

std::size_t FlowKey::hash() const {
  std::uint64_t sum = mix(ports_);
  for (const std::uint64_t word : addresses_) sum = mix(sum + word + 0x9e3779b97f4a7c15);
  return static_cast<std::size_t>(sum);
}

}  // namespace tlswhy
