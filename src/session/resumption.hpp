// A session that can be taken up again: by session id (RFC 5246 section 7.3), by ticket (RFC 5077)
// or, in TLS 1.3, by a PSK (RFC 8446 section 2.2).
#pragma once

#include <chrono>
#include <cstdint>
#include <vector>

#include "wire/client_hello_writer.hpp"
#include "wire/code_points.hpp"

namespace tlswhy {

struct Resumption {
  ProtocolVersion version = ProtocolVersion::none;
  CipherSuite cipher_suite{};
  std::vector<std::uint8_t> secret;      // the master secret, in TLS 1.3 the PSK
  std::vector<std::uint8_t> session_id;  // TLS <= 1.2; empty: none
  std::vector<std::uint8_t> ticket;      // empty: none
  std::uint32_t lifetime = 0;            // seconds, of the ticket
  std::uint32_t age_add = 0;             // TLS 1.3
  bool extended_master_secret = false;
};

// Puts the session into a hello: its ticket where it has one, else its id. `age`: since the ticket
// came. With a ticket of TLS <= 1.2 the hello needs a session_id of its own by which the server
// says that it took it; a hello without one gets one.
void offer_resumption(const Resumption& resumption, std::chrono::milliseconds age,
                      HelloContent& content);

}  // namespace tlswhy
