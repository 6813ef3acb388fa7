// What a port says of the service behind it (IANA service names, RFC 8314 section 7).
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>

namespace tlswhy {

// TLS from the first byte, for a protocol in whose plaintext form the server speaks first: nntps,
// submissions, ftps, telnets, imaps, ircs, pop3s. A client without TLS waits there for a greeting.
constexpr bool hides_a_greeting(std::uint16_t port) {
  constexpr std::array<std::uint16_t, 7> ports = {465, 563, 990, 992, 993, 994, 995};
  return std::ranges::binary_search(ports, port);
}

// TLS from the first byte, for any protocol: besides these ldaps, domain-s, amqps, secure-mqtt,
// sips, ircs-u and syslog-tls.
constexpr bool is_implicit_tls(std::uint16_t port) {
  constexpr std::array<std::uint16_t, 8> ports = {443, 636, 853, 5061, 5671, 6514, 6697, 8883};
  return hides_a_greeting(port) || std::ranges::binary_search(ports, port);
}

// HTTP over TLS: https, and pcsync-https, which stands in for it.
constexpr bool is_https(std::uint16_t port) { return port == 443 || port == 8443; }

}  // namespace tlswhy
