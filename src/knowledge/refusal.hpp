// What servers say of a client's certificate that they do not take (knowledge/refusals.toml).
#pragma once

#include <cstdint>
#include <span>

#include "wire/code_points.hpp"

namespace tlswhy::knowledge {

// What a server may mind about a client's certificate: the keys of refusals.toml.
enum class ClientCertificateFault : std::uint8_t {
  expired,
  issuer_expired,  // a certificate above the client's own
  not_yet_valid,
  no_client_auth,  // or no right to sign
  untrusted,       // no path to a CA of the server's
  key_mismatch,    // CertificateVerify was not made by the key of the certificate
  revoked,
  no_revocation_list,  // the server has none of the issuer's, or an old one
};

// What one library says of one fault.
struct Refusal {
  ClientCertificateFault fault;
  std::span<const std::uint16_t> alerts;  // code points of AlertDescription
};

// True where some library is known to answer `fault` with `alert`.
bool refuses_with(ClientCertificateFault fault, AlertDescription alert);

}  // namespace tlswhy::knowledge
