// Signatures of handshakes by their scheme: RFC 8446 section 4.2.3, and before TLS 1.2 those that
// the kind of key decides (RFC 2246 section 7.4.3, RFC 8422 section 5.4).
#pragma once

#include <memory>
#include <optional>
#include <span>

#include "wire/byte_writer.hpp"
#include "wire/code_points.hpp"
#include "x509/certificate.hpp"

namespace tlswhy {

// The public key of a certificate, or a private key.
using KeyHandle = std::shared_ptr<void>;

// Null where libcrypto cannot read it.
KeyHandle public_key_of(Bytes certificate_der);
KeyHandle public_key_of(const Certificate& certificate);
KeyHandle private_key_of(Bytes der);

// Whether `signature` is the key's over `data`; without a scheme, as before TLS 1.2. Nothing where
// the scheme, or the key, is not known here.
std::optional<bool> verify_signature(const KeyHandle& key, std::optional<SignatureScheme> scheme,
                                     Bytes data, Bytes signature);
// Nothing where the key cannot do it.
std::optional<Buffer> sign(const KeyHandle& key, std::optional<SignatureScheme> scheme, Bytes data);
// The first of `wanted` that the key can sign with; `tls13` leaves out what it forbids there.
std::optional<SignatureScheme> choose_scheme(const KeyHandle& key,
                                             std::span<const SignatureScheme> wanted, bool tls13);

}  // namespace tlswhy
