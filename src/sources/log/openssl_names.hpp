// Code points by the names that OpenSSL and what stands on it print.
#pragma once

#include <optional>
#include <string_view>

#include "wire/code_points.hpp"

namespace tlswhy {

// "TLSv1.3", "TLSv1", "SSLv3".
std::optional<ProtocolVersion> openssl_version(std::string_view name);
// "ECDHE-RSA-AES128-GCM-SHA256", or the registry's name.
std::optional<CipherSuite> openssl_suite(std::string_view name);
// "X25519", "prime256v1", "P-256", "secp384r1".
std::optional<NamedGroup> openssl_group(std::string_view name);

}  // namespace tlswhy
