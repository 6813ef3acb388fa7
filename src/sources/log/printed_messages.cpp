#include "sources/log/printed_messages.hpp"

#include <algorithm>

namespace tlswhy {
namespace {

constexpr std::size_t random_size = 32;
constexpr std::size_t longest_session = 32;
constexpr std::size_t longest_vector = 0xffff;

Bytes first(const Buffer& bytes, std::size_t most) {
  return Bytes(bytes).first(std::min(bytes.size(), most));
}

void put_start(const PrintedHello& hello, Buffer& out) {
  put_number(out, code(hello.version), 2);
  Buffer random = hello.random;
  random.resize(random_size);
  put(out, random);
  put_vector(out, first(hello.session_id, longest_session), 1);
}

void put_extensions(const PrintedHello& hello, Buffer& out) {
  if (hello.extensions.empty()) return;
  Buffer block;
  for (const PrintedExtension& extension : hello.extensions) {
    if (block.size() + extension.content.size() + 4 > longest_vector) break;
    put_number(block, extension.type, 2);
    put_vector(block, extension.content, 2);
  }
  put_vector(out, block, 2);
}

}  // namespace

PrintedHello chosen_hello(ProtocolVersion version, CipherSuite suite,
                          std::optional<NamedGroup> group) {
  PrintedHello out;
  out.suites = {suite};
  out.version = std::min(version, ProtocolVersion::TLSv1_2);
  if (!is_tls13(version)) return out;
  Buffer selected, share;
  put_number(selected, code(version), 2);
  out.extensions.push_back({code(ExtensionType::supported_versions), selected});
  if (!group) return out;
  put_number(share, code(*group), 2);
  put_vector(share, Buffer(), 2);
  out.extensions.push_back({code(ExtensionType::key_share), share});
  return out;
}

Buffer client_hello_body(const PrintedHello& hello) {
  Buffer out;
  put_start(hello, out);
  put(out, code_list(hello.suites, 2));
  put_vector(out, Buffer{0}, 1);  // no compression
  put_extensions(hello, out);
  return out;
}

Buffer server_hello_body(const PrintedHello& hello) {
  Buffer out;
  put_start(hello, out);
  put_number(out, hello.suites.empty() ? 0 : code(hello.suites.front()), 2);
  out.push_back(0);  // no compression
  put_extensions(hello, out);
  return out;
}

Buffer server_key_exchange_body(const PrintedKeyExchange& exchange) {
  Buffer out;
  if (!exchange.prime.empty()) {
    put_vector(out, first(exchange.prime, longest_vector), 2);
    put_vector(out, first(exchange.generator, longest_vector), 2);
    put_vector(out, first(exchange.public_value, longest_vector), 2);
  } else {
    constexpr std::uint8_t named_curve = 3;  // RFC 8422 section 5.4
    out.push_back(named_curve);
    put_number(out, exchange.group ? code(*exchange.group) : 0, 2);
    put_vector(out, first(exchange.public_value, 0xff), 1);
  }
  if (!exchange.scheme) return out;
  put_number(out, code(*exchange.scheme), 2);
  put_vector(out, Buffer(), 2);
  return out;
}

Buffer certificate_request_body(const PrintedCertificateRequest& request, ProtocolVersion version) {
  Buffer out;
  if (is_tls13(version)) {
    Buffer extensions;
    put_number(extensions, code(ExtensionType::signature_algorithms), 2);
    put_vector(extensions, code_list(request.schemes, 2), 2);
    put_vector(out, Buffer(), 1);  // certificate_request_context
    put_vector(out, extensions, 2);
    return out;
  }
  put_vector(out, first(request.types, 0xff), 1);
  if (version == ProtocolVersion::TLSv1_2) put(out, code_list(request.schemes, 2));
  put_vector(out, Buffer(), 2);  // names of authorities are printed, not their DER
  return out;
}

}  // namespace tlswhy
