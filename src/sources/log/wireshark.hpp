// What people copy out of Wireshark and tshark: rows of the packet list and trees of packet
// details. A row tells who sent an alert only by the two addresses, so the ClientHello above it
// says which of them is the client's; where none is seen, the details' ports do.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "transcript/transport.hpp"

namespace tlswhy {

class Wireshark {
 public:
  // The line, or what it says of a handshake, in the words that knowledge/messages/wireshark.toml
  // has for it.
  std::string line(std::string text);
  // Of the ClientHello that the last line showed; nothing after any other line.
  [[nodiscard]] std::optional<NamedServer> take_server() { return std::exchange(server_, {}); }

 private:
  struct Packet {
    std::string source, destination;  // addresses; of details with the port behind a colon
    std::uint16_t source_port = 0, destination_port = 0;  // 0: not told
  };
  struct Talk {
    std::string client, server;
    // over: an alert, or what comes behind the last message in clear; closed: before either.
    enum class State : std::uint8_t { begun, over, closed } state = State::begun;
  };

  std::string told(const Packet& packet, std::string_view info, std::string&& text);
  static Packet opened_by(const Packet& packet, std::string_view info);
  [[nodiscard]] NamedServer server_of(const Packet& packet) const;
  std::string answered_in_plain(const Packet& packet, std::string&& text);
  std::string alert(const Packet& packet, std::string_view words);
  [[nodiscard]] Talk* talk(std::string_view client, std::string_view server);
  void details(std::string_view text);

  std::vector<Talk> talks_;  // of which a ClientHello was seen
  Packet packet_;            // whose details are printed
  Packet opened_;            // the last SYN, with the port of the server
  std::optional<NamedServer> server_;
};

}  // namespace tlswhy
