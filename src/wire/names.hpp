// Names of protocol versions and handshake types as the RFCs spell them, for people and programs.
#pragma once

#include <string>
#include <string_view>

#include "wire/code_points.hpp"

namespace tlswhy {

// TLSv1.2, SSLv3; 0x7f12 for a draft or an unknown version.
std::string version_name(ProtocolVersion version);
// server_key_exchange (RFC 5246 §7.4); "unknown" otherwise.
std::string_view handshake_type_name(HandshakeType type);

}  // namespace tlswhy
