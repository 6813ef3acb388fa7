// What is said on a connection before TLS.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "sources/probe/interviewer.hpp"
#include "sources/probe/network/connection.hpp"
#include "starttls/protocol.hpp"

namespace tlswhy::network {

// The proxy in front, then the command that turns to TLS; the last dialogue, which may put TLS into
// packets (null: none was spoken). `injected` gets plaintext that stood behind the go-ahead.
asio::awaitable<Stepped<std::unique_ptr<starttls::Dialogue>>> before_tls(
    Connection& connection, const ProbeTarget& target, const std::optional<Proxy>& through,
    std::string& injected);

}  // namespace tlswhy::network
