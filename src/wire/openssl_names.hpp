// What OpenSSL calls the cipher suites that it has (knowledge/registry/openssl-ciphers.toml).
#pragma once

#include <optional>
#include <string_view>

#include "wire/code_points.hpp"

namespace tlswhy {

// As OpenSSL's own configuration and that of nginx, Apache, HAProxy and Tomcat spell it:
// ECDHE-RSA-AES256-GCM-SHA384. "" where OpenSSL 3.0 does not have the suite.
std::string_view openssl_cipher_name(CipherSuite suite);
// The suite of such a name.
std::optional<CipherSuite> openssl_cipher(std::string_view name);

}  // namespace tlswhy
