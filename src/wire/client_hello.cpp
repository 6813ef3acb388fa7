#include "wire/client_hello.hpp"

#include <algorithm>

#include "wire/extension_block.hpp"

namespace tlswhy {
namespace {

template <class T>
std::vector<T> code_points(Bytes list) {
  std::vector<T> out;
  out.reserve(list.size() / 2);
  for (Reader r(list); r.size() >= 2;) out.push_back(static_cast<T>(r.u16()));
  return out;
}

void read_server_name(Reader& body, ClientHello& hello) {
  Reader list(body.vector16());
  while (list.ok() && !list.empty()) {
    const auto type = list.u8();
    const Bytes name = list.vector16();
    if (type == 0 && list.ok() && !hello.server_name)
      hello.server_name = std::string(as_text(name));
  }
}

void read_key_share(Reader& body, ClientHello& hello) {
  Reader list(body.vector16());
  while (list.ok() && !list.empty()) {
    const auto group = static_cast<NamedGroup>(list.u16());
    list.vector16();
    if (list.ok()) hello.key_shares.push_back(group);
  }
}

void read_alpn(Reader& body, ClientHello& hello) {
  Reader list(body.vector16());
  while (list.ok() && !list.empty()) {
    const Bytes name = list.vector8();
    if (list.ok()) hello.alpn.emplace_back(as_text(name));
  }
}

void read_supported_versions(Reader& body, ClientHello& hello) {
  hello.supported_versions = code_points<ProtocolVersion>(body.vector8());
  std::erase_if(hello.supported_versions, [](ProtocolVersion v) { return is_grease(code(v)); });
}

void read_extension(ExtensionType type, Bytes bytes, ClientHello& hello) {
  Reader body(bytes);
  switch (type) {
    case ExtensionType::server_name: read_server_name(body, hello); break;
    case ExtensionType::supported_groups:
      hello.supported_groups = code_points<NamedGroup>(body.vector16());
      break;
    case ExtensionType::ec_point_formats: hello.ec_point_formats = copy(body.vector8()); break;
    case ExtensionType::signature_algorithms:
      hello.signature_algorithms = code_points<SignatureScheme>(body.vector16());
      break;
    case ExtensionType::signature_algorithms_cert:
      hello.signature_algorithms_cert = code_points<SignatureScheme>(body.vector16());
      break;
    case ExtensionType::application_layer_protocol_negotiation: read_alpn(body, hello); break;
    case ExtensionType::supported_versions: read_supported_versions(body, hello); break;
    case ExtensionType::key_share: read_key_share(body, hello); break;
    case ExtensionType::session_ticket:
      hello.session_ticket.assign(bytes.begin(), bytes.end());
      break;
    case ExtensionType::pre_shared_key: hello.offers_psk = true; break;
    default: break;
  }
  if (!body.ok()) hello.damaged = true;
}

}  // namespace

bool ClientHello::has(ExtensionType type) const {
  return std::ranges::find(extensions, type) != extensions.end();
}

bool ClientHello::offers(CipherSuite suite) const {
  return std::ranges::find(cipher_suites, suite) != cipher_suites.end();
}

ProtocolVersion ClientHello::highest_version() const {
  if (supported_versions.empty()) return legacy_version;
  const auto draft = std::ranges::find_if(supported_versions, is_tls13);
  if (draft != supported_versions.end()) return ProtocolVersion::TLSv1_3;
  return std::ranges::max(supported_versions);
}

std::optional<ClientHello> parse_client_hello(Bytes bytes) {
  Reader body(bytes);
  ClientHello hello;
  hello.legacy_version = static_cast<ProtocolVersion>(body.u16());
  hello.random = copy(body.bytes(32));
  hello.session_id = copy(body.vector8());
  hello.cipher_suites = code_points<CipherSuite>(body.vector16());
  body.vector8();  // legacy_compression_methods
  if (!body.ok()) return std::nullopt;
  if (body.empty()) return hello;  // no extensions at all (RFC 5246 §7.4.1.2)
  const Reader extensions(body.vector16());
  const bool whole = for_each_extension(extensions, [&hello](ExtensionType type, Bytes content) {
    hello.extensions.push_back(type);
    read_extension(type, content, hello);
  });
  if (!body.ok() || !whole) hello.damaged = true;
  return hello;
}

std::optional<ClientHello> parse_sslv2_client_hello(Bytes bytes) {
  Reader body(bytes);
  ClientHello hello;
  hello.sslv2_format = true;
  if (body.u8() != 1) return std::nullopt;  // MSG-CLIENT-HELLO
  hello.legacy_version = static_cast<ProtocolVersion>(body.u16());
  const std::size_t specs = body.u16();
  const std::size_t session_id = body.u16();
  const std::size_t challenge = body.u16();
  Reader list(body.bytes(specs));
  hello.session_id = copy(body.bytes(session_id));
  hello.random = copy(body.bytes(challenge));
  if (!body.ok() || specs % 3 != 0) return std::nullopt;
  // A 3-byte kind that starts with zero is a TLS suite; the others are SSLv2's own.
  while (list.size() >= 3) {
    const std::uint32_t kind = list.u24();
    if (kind < 0x10000) hello.cipher_suites.push_back(static_cast<CipherSuite>(kind));
  }
  return hello;
}

}  // namespace tlswhy
