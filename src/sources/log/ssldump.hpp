// What ssldump prints of an alert: a line that says who sent it, and two of what it says.
//
//   1 2  0.0104 (0.0000)  S>C  Alert
//       level           fatal
//       value           handshake_failure
#pragma once

#include <optional>
#include <string>

#include "base/party.hpp"

namespace tlswhy {

class Ssldump {
 public:
  // The line, or what it says of a fatal alert, in the words that knowledge/messages/wireshark.toml
  // has for it.
  std::string line(std::string text);

 private:
  std::optional<Party> sender_;  // of the alert whose lines follow
  bool fatal_ = false;
};

}  // namespace tlswhy
