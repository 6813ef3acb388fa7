// The server that a line of a log names.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "transcript/log_facts.hpp"

namespace tlswhy {

// Where the line says whom a client meant: in a URL, behind "Connected to", in a complaint about a
// name. A user and a password in a URL are passed over.
std::optional<NamedServer> named_server(std::string_view line);

// The listener that a server's log names ("server: 10.1.2.3:443").
std::optional<NamedServer> named_listener(std::string_view line);

// What tells connections of one log apart: the peer's address and port, or the number that nginx
// gives ("*17"); empty where the line says neither.
std::string connection_of(std::string_view line);

}  // namespace tlswhy
