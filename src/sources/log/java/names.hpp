// Code points by the names that Java's TLS prints: its own for old suites (SSL_RSA_WITH_...),
// signatures (SHA256withRSA) and versions, the registries' for the rest.
#pragma once

#include <optional>
#include <string_view>

#include "wire/code_points.hpp"

namespace tlswhy {

std::optional<CipherSuite> java_suite(std::string_view name);
std::optional<NamedGroup> java_group(std::string_view name);
std::optional<SignatureScheme> java_scheme(std::string_view name);
std::optional<ProtocolVersion> java_version(std::string_view name);
// "handshake_failure", "HANDSHAKE_FAILURE".
std::optional<AlertDescription> java_alert(std::string_view name);

}  // namespace tlswhy
