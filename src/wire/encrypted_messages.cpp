#include "wire/encrypted_messages.hpp"

#include "wire/extension_block.hpp"

namespace tlswhy {
namespace {

std::vector<SignatureScheme> schemes(Reader& body) {
  std::vector<SignatureScheme> out;
  for (Reader list(body.vector16()); list.size() >= 2;) {
    out.push_back(static_cast<SignatureScheme>(list.u16()));
  }
  return out;
}

// Calls `each(type, content)` for every extension of the block that `body` goes on with; false
// where it is cut.
template <class Each>
bool read_extensions(Reader& body, Each each) {
  const bool whole = for_each_extension(
      Reader(body.vector16()),
      [&each](ExtensionType type, Bytes content) { each(type, Reader(content)); });
  return body.ok() && whole;
}

}  // namespace

std::optional<EncryptedExtensions> parse_encrypted_extensions(Bytes bytes) {
  Reader body(bytes);
  EncryptedExtensions out;
  const bool whole = read_extensions(body, [&](ExtensionType type, Reader content) {
    out.extensions.push_back(type);
    if (type != ExtensionType::application_layer_protocol_negotiation) return;
    Reader list(content.vector16());
    const Bytes name = list.vector8();
    if (list.ok()) out.alpn = std::string(as_text(name));
  });
  if (!whole || !body.empty()) return std::nullopt;
  return out;
}

std::optional<CertificateRequest> parse_certificate_request_tls13(Bytes bytes) {
  Reader body(bytes);
  CertificateRequest out;
  out.context = copy(body.vector8());
  const bool whole = read_extensions(body, [&](ExtensionType type, Reader content) {
    if (type == ExtensionType::signature_algorithms) out.signature_algorithms = schemes(content);
    if (type == ExtensionType::signature_algorithms_cert) {
      out.signature_algorithms_cert = schemes(content);
    }
    if (type != ExtensionType::certificate_authorities) return;
    Reader names(content.vector16());
    while (names.ok() && !names.empty()) {
      const Bytes name = names.vector16();
      if (names.ok()) out.authorities.push_back(copy(name));
    }
  });
  if (!whole || !body.empty()) return std::nullopt;
  return out;
}

std::optional<std::vector<CertificateEntry>> parse_certificate_tls13(Bytes bytes) {
  Reader body(bytes);
  body.vector8();  // certificate_request_context, empty from a server
  Reader list(body.vector24());
  if (!body.ok() || !body.empty()) return std::nullopt;
  std::vector<CertificateEntry> out;
  while (list.ok() && !list.empty()) {
    CertificateEntry entry{copy(list.vector24()), {}};
    const bool whole = read_extensions(list, [&](ExtensionType type, Reader content) {
      if (type != ExtensionType::status_request) return;
      entry.ocsp_response = parse_certificate_status(content.rest()).value_or(entry.ocsp_response);
    });
    if (!whole) return std::nullopt;
    out.push_back(std::move(entry));
  }
  return out;
}

std::optional<CertificateVerify> parse_certificate_verify(Bytes bytes, ProtocolVersion version) {
  Reader body(bytes);
  CertificateVerify out;
  if (version >= ProtocolVersion::TLSv1_2) out.scheme = static_cast<SignatureScheme>(body.u16());
  out.signature = copy(body.vector16());
  if (!body.ok() || !body.empty()) return std::nullopt;
  return out;
}

std::optional<NewSessionTicket> parse_new_session_ticket(Bytes bytes, ProtocolVersion version) {
  Reader body(bytes);
  NewSessionTicket out;
  out.lifetime = body.u32();
  if (is_tls13(version)) {
    out.age_add = body.u32();
    out.nonce = copy(body.vector8());
  }
  out.ticket = copy(body.vector16());
  const bool whole =
      !is_tls13(version) || read_extensions(body, [&](ExtensionType type, Reader content) {
        const std::uint32_t size = content.u32();
        if (type == ExtensionType::early_data && content.ok()) out.max_early_data = size;
      });
  if (!whole || !body.ok() || !body.empty()) return std::nullopt;
  return out;
}

std::optional<std::vector<std::uint8_t>> parse_certificate_status(Bytes bytes) {
  Reader body(bytes);
  const std::uint8_t type = body.u8();
  Reader list(body.vector24());
  if (!body.ok() || !body.empty() || (type != 1 && type != 2)) return std::nullopt;
  if (type == 1) return copy(list.rest());
  const Bytes first = list.vector24();  // ocsp_multi: one for each certificate
  if (!list.ok()) return std::nullopt;
  return copy(first);
}

}  // namespace tlswhy
