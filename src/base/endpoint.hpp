// IP addresses and ports, as values that hash and print.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.hpp"

namespace tlswhy {

struct IpAddress {
  std::array<std::uint8_t, 16> octets{};  // IPv4: the first four
  bool v6 = false;
  auto operator<=>(const IpAddress&) const = default;
};

struct Endpoint {
  IpAddress ip;
  std::uint16_t port = 0;
  auto operator<=>(const Endpoint&) const = default;
};

IpAddress ipv4(Bytes octets);  // 4 octets; fewer leave zeros
IpAddress ipv6(Bytes octets);  // 16 octets; fewer leave zeros

// Dotted quad or RFC 4291 section 2.2, without brackets and zone; nothing for anything else.
std::optional<IpAddress> parse_ip(std::string_view text);

// RFC 5952 for IPv6, dotted quad for IPv4.
std::string to_string(const IpAddress& ip);
// 10.0.0.1:443, [2001:db8::1]:443.
std::string to_string(const Endpoint& endpoint);

}  // namespace tlswhy
