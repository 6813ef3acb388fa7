// A probe's ClientHello for one protocol version.
#pragma once

#include <string>

#include "sources/probe/interview.hpp"
#include "sources/probe/preference.hpp"

namespace tlswhy {

// Offers `offering` in `version` alone, with all extensions whose answer shows in the clear. In TLS
// 1.3 with an empty key_share: HelloRetryRequest then names suite and group, and no key is made.
ProbeQuestion hello_for(ProtocolVersion version, const Offering& offering,
                        const std::string& server_name);

// As many clients send it: below 512 bytes, and with suites that nearly all servers have one of.
ProbeQuestion usual_hello();

}  // namespace tlswhy
