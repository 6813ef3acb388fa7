#include "wire/server_messages.hpp"

#include <algorithm>
#include <array>
#include <bit>

#include "wire/extension_block.hpp"

namespace tlswhy {
namespace {

constexpr std::array<std::uint8_t, 32> hello_retry_random = {
    0xCF, 0x21, 0xAD, 0x74, 0xE5, 0x9A, 0x61, 0x11, 0xBE, 0x1D, 0x8C, 0x02, 0x1E, 0x65, 0xB8, 0x91,
    0xC2, 0xA2, 0x11, 0x16, 0x7A, 0xBB, 0x8C, 0x5E, 0x07, 0x9E, 0x09, 0xE2, 0xC8, 0xA8, 0x33, 0x9C};

Bytes without_leading_zeros(Bytes number) {
  while (!number.empty() && number.front() == 0) number = number.subspan(1);
  return number;
}

std::uint32_t bit_length(Bytes number) {
  number = without_leading_zeros(number);
  if (number.empty()) return 0;
  return static_cast<std::uint32_t>((number.size() - 1) * 8 + std::bit_width(number.front()));
}

void read_extension(ExtensionType type, Bytes content, ServerHello& hello) {
  Reader body(content);
  switch (type) {
    case ExtensionType::supported_versions: {
      const auto version = static_cast<ProtocolVersion>(body.u16());
      if (body.ok()) hello.selected_version = version;
      break;
    }
    case ExtensionType::key_share:
      if (content.size() < 2) break;
      hello.key_share = static_cast<NamedGroup>(body.u16());
      if (!body.empty()) hello.key_exchange = copy(body.vector16());
      break;
    case ExtensionType::cookie: hello.cookie = copy(body.vector16()); break;
    case ExtensionType::pre_shared_key: hello.selects_psk = true; break;
    case ExtensionType::application_layer_protocol_negotiation: {
      Reader list(body.vector16());
      const Bytes name = list.vector8();
      if (list.ok()) hello.alpn = std::string(as_text(name));
      break;
    }
    default: break;
  }
}

void read_extensions(Bytes block, ServerHello& hello) {
  for_each_extension(Reader(block), [&hello](ExtensionType type, Bytes content) {
    hello.extensions.push_back(type);
    read_extension(type, content, hello);
  });
}

// TLS 1.3 before draft 22 had neither session id nor compression in its ServerHello.
bool is_early_draft(ProtocolVersion version) {
  const auto v = code(version);
  return (v >= 0x7f00 && v < 0x7f16);
}

}  // namespace

bool is_hello_retry_request(Bytes random) { return std::ranges::equal(random, hello_retry_random); }

bool ServerHello::has(ExtensionType type) const {
  return std::ranges::find(extensions, type) != extensions.end();
}

std::optional<ServerHello> parse_server_hello(Bytes bytes) {
  Reader body(bytes);
  ServerHello hello;
  hello.legacy_version = static_cast<ProtocolVersion>(body.u16());
  hello.selected_version = hello.legacy_version;
  hello.random = copy(body.bytes(32));
  hello.hello_retry_request = is_hello_retry_request(hello.random);
  if (is_early_draft(hello.legacy_version)) {
    hello.cipher_suite = static_cast<CipherSuite>(body.u16());
  } else {
    hello.session_id = copy(body.vector8());
    hello.cipher_suite = static_cast<CipherSuite>(body.u16());
    hello.compression_method = body.u8();
  }
  if (!body.ok()) return std::nullopt;
  if (!body.empty()) read_extensions(body.vector16(), hello);
  return hello;
}

std::optional<ServerKeyExchange> parse_server_key_exchange(Bytes bytes,
                                                           ServerKeyExchange::Kind kind,
                                                           ProtocolVersion version) {
  Reader body(bytes);
  ServerKeyExchange out;
  out.kind = kind;
  if (kind == ServerKeyExchange::Kind::dhe) {
    const Bytes prime = body.vector16();
    out.dh_generator = copy(body.vector16());
    out.public_value = copy(body.vector16());
    out.dh_bits = bit_length(prime);
    out.dh_prime = copy(without_leading_zeros(prime));
  } else if (kind == ServerKeyExchange::Kind::ecdhe) {
    if (body.u8() != 3) return out;  // only named curves are in use (RFC 8422 §5.4)
    out.group = static_cast<NamedGroup>(body.u16());
    out.public_value = copy(body.vector8());
  } else {
    return out;
  }
  if (!body.ok()) return std::nullopt;
  out.parameters = copy(bytes.first(bytes.size() - body.size()));
  if (body.empty()) return out;  // anonymous
  if (version == ProtocolVersion::TLSv1_2) out.scheme = static_cast<SignatureScheme>(body.u16());
  out.signature = copy(body.vector16());
  if (!body.ok()) return std::nullopt;
  return out;
}

std::vector<Bytes> parse_certificate_list(Bytes bytes) {
  Reader body(bytes);
  const std::size_t declared = body.u24();
  Reader list(body.bytes(std::min(declared, body.size())));
  std::vector<Bytes> out;
  while (list.size() > 3) {
    const Bytes der = list.vector24();
    if (!list.ok()) break;
    out.push_back(der);
  }
  return out;
}

std::optional<CertificateRequest> parse_certificate_request(Bytes bytes, ProtocolVersion version) {
  Reader body(bytes);
  CertificateRequest out;
  out.certificate_types = copy(body.vector8());
  if (version == ProtocolVersion::TLSv1_2) {
    for (Reader list(body.vector16()); list.size() >= 2;) {
      out.signature_algorithms.push_back(static_cast<SignatureScheme>(list.u16()));
    }
  }
  Reader names(body.vector16());
  if (!body.ok()) return std::nullopt;
  while (names.ok() && !names.empty()) {
    const Bytes name = names.vector16();
    if (names.ok()) out.authorities.push_back(copy(name));
  }
  return out;
}

}  // namespace tlswhy
