// Fingerprints of a ClientHello. JA3: MD5 over decimal fields (Salesforce, BSD-3). JA4: the client
// fingerprint of FoxIO, the one of the JA4 family under a BSD licence; TCP form ("t").
#pragma once

#include <string>

#include "wire/client_hello.hpp"

namespace tlswhy {

// The text that JA3 hashes: version,suites,extensions,groups,point formats.
std::string ja3_text(const ClientHello& hello);
// The two lists that JA4 hashes, and its readable first part: t13d1516h2.
std::string ja4_prefix(const ClientHello& hello);
std::string ja4_suites_text(const ClientHello& hello);      // sorted hex, comma separated
std::string ja4_extensions_text(const ClientHello& hello);  // sorted hex _ schemes as sent

}  // namespace tlswhy
