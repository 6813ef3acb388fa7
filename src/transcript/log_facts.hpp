// What a log tells of one connection beside the messages that it prints: who wrote it, and what
// that party says of the handshake.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace tlswhy {

// One text of knowledge/messages that stands in the log.
struct StatementSeen {
  std::uint16_t message = 0;  // its place in knowledge::messages()
  std::uint32_t line = 0;
  bool heard = false;                   // the other party said it: an alert that was received
  std::optional<std::uint8_t> depth{};  // of the certificate that it is about, where the text says
  bool waived = false;                  // the program that says it went on in spite of it
  bool attempt = false;                 // of one of several ways that were tried, not of the whole
  std::string subject{};                // of that certificate, where the text names it
};

// The server as a text names it: for the next step and the report.
struct NamedServer {
  std::string host;        // a name or an address, of letters, digits, '.', '-' and ':' only
  std::uint16_t port = 0;  // 0: the text does not say
};

// "gadgets.corp.test:8443"; the port of HTTPS where the text names none.
std::string to_string(const NamedServer& server);

}  // namespace tlswhy
