// What a server says in TLS 1.3 under encryption: RFC 8446 sections 4.3, 4.4, 4.6; the ticket of
// RFC 5077 and the CertificateStatus of RFC 6066 section 8 as TLS <= 1.2 has them in clear.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "wire/code_points.hpp"
#include "wire/server_messages.hpp"

namespace tlswhy {

struct EncryptedExtensions {
  std::vector<ExtensionType> extensions;  // as sent
  std::optional<std::string> alpn;
};

struct CertificateEntry {
  std::vector<std::uint8_t> der;
  std::vector<std::uint8_t> ocsp_response;  // stapled (RFC 6960); empty: none
};

struct CertificateVerify {
  std::optional<SignatureScheme> scheme;  // nothing before TLS 1.2
  std::vector<std::uint8_t> signature;
};

struct NewSessionTicket {
  std::uint32_t lifetime = 0;  // seconds; a hint before TLS 1.3
  std::uint32_t age_add = 0;
  std::vector<std::uint8_t> nonce;
  std::vector<std::uint8_t> ticket;
  std::optional<std::uint32_t> max_early_data;
};

// Each takes a handshake message without its 4-byte header; nothing where it does not parse whole.
std::optional<EncryptedExtensions> parse_encrypted_extensions(Bytes body);
std::optional<CertificateRequest> parse_certificate_request_tls13(Bytes body);
std::optional<std::vector<CertificateEntry>> parse_certificate_tls13(Bytes body);
std::optional<CertificateVerify> parse_certificate_verify(Bytes body, ProtocolVersion version);
std::optional<NewSessionTicket> parse_new_session_ticket(Bytes body, ProtocolVersion version);
// The leaf's OCSP response in a CertificateStatus: the message before TLS 1.3 (also that of RFC
// 6961), the extension since then.
std::optional<std::vector<std::uint8_t>> parse_certificate_status(Bytes body);

}  // namespace tlswhy
