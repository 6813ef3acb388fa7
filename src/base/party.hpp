// Who acts in a connection.
#pragma once

#include <cstddef>
#include <cstdint>

namespace tlswhy {

enum class Party : std::uint8_t { client, server, middlebox, network, nobody };
// Of those who speak TLS.
constexpr bool is_side(Party party) { return party == Party::client || party == Party::server; }

// One of the two ends of a TCP conversation. Until TLS tells who is the client, the one that opened
// it (first SYN, else the higher port) is `initiator`.
enum class Side : std::uint8_t { initiator, responder };
constexpr Side other(Side side) {
  return side == Side::initiator ? Side::responder : Side::initiator;
}
constexpr std::size_t index(Side side) { return static_cast<std::size_t>(side); }

}  // namespace tlswhy
