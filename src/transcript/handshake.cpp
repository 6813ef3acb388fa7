#include "transcript/handshake.hpp"

#include <algorithm>
#include <string_view>
#include <unordered_map>

#include "protection/signature.hpp"
#include "wire/encrypted_messages.hpp"
#include "wire/suite_traits.hpp"

namespace tlswhy {
namespace {

constexpr std::size_t cache_limit = 4096;  // certificates

ServerKeyExchange::Kind key_exchange_kind(const Handshake& handshake) {
  if (!handshake.server_hello) return ServerKeyExchange::Kind::other;
  switch (traits(handshake.server_hello->cipher_suite).key_exchange) {
    case KeyExchange::dhe: return ServerKeyExchange::Kind::dhe;
    case KeyExchange::ecdhe: return ServerKeyExchange::Kind::ecdhe;
    default: return ServerKeyExchange::Kind::other;
  }
}

// Behind the hint for the key that both hold, where there is one (RFC 4279 section 3, RFC 5489).
Bytes after_hint(Bytes body, const Handshake& handshake) {
  if (!handshake.server_hello) return body;
  const auto is = traits(handshake.server_hello->cipher_suite);
  if (is.authentication != Authentication::psk) return body;
  Reader reader(body);
  reader.vector16();
  return reader.rest();
}

std::shared_ptr<const Certificate> get(Bytes der, CertificateCache* cache) {
  static const auto unread = std::make_shared<const Certificate>();
  return cache != nullptr ? cache->get(der) : unread;
}

CertificateList certificates(Bytes body, bool tls13, CertificateCache* cache) {
  CertificateList list;
  if (tls13) {
    const auto entries = parse_certificate_tls13(body);
    for (const CertificateEntry& entry : entries.value_or(std::vector<CertificateEntry>{}))
      list.push_back(get(entry.der, cache));
    return list;
  }
  for (const Bytes der : parse_certificate_list(body)) list.push_back(get(der, cache));
  return list;
}

// Of a log as it prints them, else as they stand in the message.
CertificateList certificates_of(const HandshakeMessage& m, const Transcript& transcript, bool tls13,
                                CertificateCache* cache) {
  const LogFacts* log = transcript.transport.log();
  if (log != nullptr && m.size == 0) return log->certificates[index(m.from)];
  return certificates(transcript.body(m), tls13, cache);
}

template <class T>
void set(Observed<T>& field, std::optional<T> value, std::uint32_t frame) {
  if (field) return;  // the first one is the handshake's; a later one is a renegotiation
  if (value) {
    field = Observed<T>(std::move(*value), {frame});
  } else {
    field = Unseen::malformed;
  }
}

// SSLv2's SERVER-HELLO carries the certificate itself; empty where it does not.
Bytes sslv2_certificate(Bytes bytes) {
  Reader body(bytes);
  body.bytes(3);  // message, session-id-hit, certificate type
  body.u16();     // version
  const std::size_t length = body.u16();
  body.bytes(4);  // lengths of the cipher specs and the connection id
  const Bytes der = body.bytes(length);
  return body.ok() ? der : Bytes();
}

void read_sslv2_certificate(const HandshakeMessage& m, Bytes body, CertificateCache* cache,
                            Handshake& out) {
  const Bytes der = sslv2_certificate(body);
  if (der.empty()) return;
  set(out.server_certificates, std::optional(CertificateList{get(der, cache)}), m.frame);
}

void read_server_hello(const HandshakeMessage& m, Bytes body, CertificateCache* cache,
                       Handshake& out) {
  std::optional<ServerHello> hello;
  if (m.sslv2) {
    hello.emplace();
    hello->selected_version = hello->legacy_version = ProtocolVersion::SSLv2;
    read_sslv2_certificate(m, body, cache, out);
  } else {
    hello = parse_server_hello(body);
  }
  const bool retry = hello && hello->hello_retry_request;
  set(retry ? out.hello_retry_request : out.server_hello, std::move(hello), m.frame);
}

void read_client_hello(const HandshakeMessage& m, Bytes body, Handshake& out) {
  auto hello = m.sslv2 ? parse_sslv2_client_hello(body) : parse_client_hello(body);
  auto& field =
      out.client_hello && out.hello_retry_request ? out.second_client_hello : out.client_hello;
  set(field, std::move(hello), m.frame);
}

void read_message(const HandshakeMessage& m, const Transcript& transcript, CertificateCache* cache,
                  Handshake& out) {
  const Bytes body = transcript.body(m);
  const bool from_client = m.from == transcript.client;
  switch (m.type) {
    case HandshakeType::client_hello: read_client_hello(m, body, out); break;
    case HandshakeType::server_hello: read_server_hello(m, body, cache, out); break;
    case HandshakeType::certificate:
      set(from_client ? out.client_certificates : out.server_certificates,
          std::optional(certificates_of(m, transcript, out.tls13(), cache)), m.frame);
      break;
    case HandshakeType::server_key_exchange:
      set(out.server_key_exchange,
          parse_server_key_exchange(after_hint(body, out), key_exchange_kind(out), out.version()),
          m.frame);
      break;
    case HandshakeType::certificate_request:
      set(out.certificate_request,
          out.tls13() ? parse_certificate_request_tls13(body)
                      : parse_certificate_request(body, out.version()),
          m.frame);
      break;
    case HandshakeType::server_hello_done: out.server_hello_done_frame = m.frame; break;
    case HandshakeType::client_key_exchange: out.client_key_exchange_frame = m.frame; break;
    default: break;
  }
}

// Why the messages of the server flight were not seen, where they were not.
void explain_absence(const Transcript& transcript, Handshake& out) {
  const bool lost = transcript.side(transcript.server()).lost;
  // Who writes a log sees what is encrypted on the wire.
  const bool encrypted = out.tls13() && transcript.transport.log() == nullptr;
  const Unseen why = encrypted ? Unseen::encrypted
                     : lost    ? Unseen::not_captured
                               : Unseen::not_reached;
  if (!out.server_certificates) out.server_certificates = why;
  if (!out.server_key_exchange) out.server_key_exchange = why;
  if (!out.certificate_request) out.certificate_request = why;
  if (!out.client_certificates) out.client_certificates = why;
}

}  // namespace

struct CertificateCache::Map {
  std::unordered_map<std::string, std::shared_ptr<const Certificate>> by_der;
};

CertificateCache::CertificateCache() : map_(std::make_unique<Map>()) {}
CertificateCache::~CertificateCache() = default;
CertificateCache::CertificateCache(CertificateCache&&) noexcept = default;
CertificateCache& CertificateCache::operator=(CertificateCache&&) noexcept = default;

std::shared_ptr<const Certificate> CertificateCache::get(Bytes der) {
  std::string key(as_text(der));
  if (const auto it = map_->by_der.find(key); it != map_->by_der.end()) return it->second;
  if (map_->by_der.size() >= cache_limit) map_->by_der.clear();
  auto certificate = std::make_shared<const Certificate>(read_certificate(der));
  map_->by_der.emplace(std::move(key), certificate);
  return certificate;
}

ServerAnswer Handshake::server_answer() const {
  ServerAnswer out;
  if (!server_hello && !hello_retry_request) return out;
  const ServerHello& hello = server_hello ? *server_hello : *hello_retry_request;
  out.version = hello.selected_version;
  out.cipher_suite = hello.cipher_suite;
  out.group = hello.key_share;
  out.alpn = hello.alpn;
  out.renegotiation_info = hello.has(ExtensionType::renegotiation_info);
  out.extended_master_secret = hello.has(ExtensionType::extended_master_secret);
  out.encrypt_then_mac = hello.has(ExtensionType::encrypt_then_mac);
  if (!server_key_exchange) return out;
  const ServerKeyExchange& keys = *server_key_exchange;
  if (keys.group) out.group = keys.group;
  out.dh_bits = keys.dh_bits;
  out.dh_prime = keys.dh_prime;
  out.scheme = keys.scheme;
  return out;
}

Handshake read_handshake(const Transcript& transcript, CertificateCache* cache) {
  Handshake out;
  for (const HandshakeMessage& m : transcript.messages) read_message(m, transcript, cache, out);
  for (const RecordSeen& r : transcript.records) {
    if (r.type != ContentType::change_cipher_spec) continue;
    std::uint32_t& frame =
        r.from == transcript.client ? out.client_ccs_frame : out.server_ccs_frame;
    if (frame == 0) frame = r.frame;
  }
  explain_absence(transcript, out);
  return out;
}

void read_certificates(const Transcript& t, CertificateCache& cache, Handshake& h) {
  for (Observed<CertificateList>* list : {&h.server_certificates, &h.client_certificates}) {
    if (!*list || (*list)->empty() || (*list)->front()->parsed) continue;
    const bool of_client = list == &h.client_certificates;
    // The first message is the handshake's; a later one is a renegotiation.
    const auto message = std::ranges::find_if(t.messages, [&](const HandshakeMessage& m) {
      const bool carries = m.type == HandshakeType::certificate ||
                           (m.sslv2 && m.type == HandshakeType::server_hello);
      return carries && m.frame == list->frame() && (m.from == t.client) == of_client;
    });
    if (message == t.messages.end()) continue;
    const Bytes body = t.body(*message);
    const bool whole = message->type == HandshakeType::certificate;
    *list = Observed<CertificateList>(whole ? certificates(body, h.tls13(), &cache)
                                            : CertificateList{cache.get(sslv2_certificate(body))},
                                      {message->frame});
  }
}

std::optional<bool> key_exchange_signature_valid(const Handshake& h) {
  if (!h.client_hello || !h.server_hello || !h.server_key_exchange || !h.server_certificates ||
      h.server_certificates->empty() || h.server_key_exchange->signature.empty()) {
    return std::nullopt;
  }
  std::vector<std::uint8_t> message = h.client_hello->random;
  const auto append = [&message](const std::vector<std::uint8_t>& more) {
    message.insert(message.end(), more.begin(), more.end());
  };
  append(h.server_hello->random);
  append(h.server_key_exchange->parameters);
  return verify_signature(public_key_of(*h.server_certificates->front()),
                          h.server_key_exchange->scheme, message, h.server_key_exchange->signature);
}

}  // namespace tlswhy
