// Signatures of handshakes by their scheme: RFC 8446 section 4.2.3, and before TLS 1.2 those that
// the kind of key decides (RFC 2246 section 7.4.3, RFC 8422 section 5.4).
#pragma once

#include <memory>
#include <optional>
#include <span>

#include "base/result.hpp"
#include "session/byte_writer.hpp"
#include "session/hash.hpp"
#include "wire/code_points.hpp"

namespace tlswhy::session {

// The public key of a certificate, or a private key.
using KeyHandle = std::shared_ptr<void>;

// Null where libcrypto cannot read it.
KeyHandle public_key_of(Bytes certificate_der);
KeyHandle private_key_of(Bytes der);

// Without a scheme: as before TLS 1.2. Nothing where the scheme, or the key, is not known here.
std::optional<bool> verify(const KeyHandle& key, std::optional<SignatureScheme> scheme, Bytes data,
                           Bytes signature);
// Nothing where the key cannot do it.
std::optional<Buffer> sign(const KeyHandle& key, std::optional<SignatureScheme> scheme, Bytes data);
// The first of `wanted` that the key can sign with; `tls13` leaves out what it forbids there.
std::optional<SignatureScheme> choose_scheme(const KeyHandle& key,
                                             std::span<const SignatureScheme> wanted, bool tls13);
// RSA encryption with PKCS#1 v1.5 padding, which `random` makes; nothing where the key is no RSA
// key or too short for it.
std::optional<Buffer> rsa_encrypt(const KeyHandle& key, Bytes data, const Random& random);

}  // namespace tlswhy::session
