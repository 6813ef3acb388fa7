// What of a ClientHello could be used with the certificate that the server has.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include "knowledge/value.hpp"
#include "transcript/handshake.hpp"
#include "wire/suite_traits.hpp"

namespace tlswhy {

// How many of the suites offered have this key exchange and fit the key of the server's
// certificate, where that was seen.
std::size_t offered_with(const Handshake& handshake, KeyExchange key_exchange);

// supported_versions, or the one version that a hello without it has.
knowledge::List offered_versions(const ClientHello& hello);

// Whether the client says in its hello that it takes RSASSA-PSS signatures on certificates (RFC
// 8446 section 4.2.3); nothing where it says nothing about signatures.
std::optional<bool> hello_takes_pss(const ClientHello& hello);

// A session of an earlier connection: a ticket, a pre-shared key, or (a hello of TLS 1.2 and below,
// where nothing else fills it) a session id.
bool offers_session(const ClientHello& hello);

// Of the first hello with its headers, in octets; 0: none was seen. Ethernet carries 1,460 octets
// of TCP in a segment over IPv4, and 1,440 over IPv6; tunnels take some of them.
std::uint64_t hello_size(const Transcript& transcript);
inline constexpr std::uint64_t most_in_one_segment = 1400;

}  // namespace tlswhy
