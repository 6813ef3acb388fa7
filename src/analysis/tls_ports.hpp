// Ports where an unanswered connection attempt was surely meant for TLS (IANA service names).
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>

namespace tlswhy {

constexpr bool is_tls_port(std::uint16_t port) {
  constexpr std::array<std::uint16_t, 16> ports = {443, 465, 563,  636,  853,  989,  990,  992,
                                                   993, 995, 5061, 5671, 5986, 6697, 8443, 8883};
  return std::ranges::binary_search(ports, port);
}

}  // namespace tlswhy
