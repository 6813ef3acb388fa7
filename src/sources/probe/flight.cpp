#include "sources/probe/flight.hpp"

#include <algorithm>

#include "transcript/builder.hpp"

namespace tlswhy {
namespace {

constexpr std::size_t record_header = 5, message_header = 4;
constexpr std::uint8_t sslv2_server_hello = 4;

std::optional<Transcript> transcript_of(Bytes hello, Bytes bytes) {
  std::optional<Transcript> out;
  const TranscriptHandler handler = [&out](Transcript&& t) { out = std::move(t); };
  TranscriptBuilder builder(handler, 0);
  builder.data(Side::initiator, hello, {.frame = 1, .time = {}});
  if (!bytes.empty()) builder.data(Side::responder, bytes, {.frame = 2, .time = {}});
  TcpFacts facts;
  facts.from_start = true;
  builder.end(facts);
  return out;
}

void read_flight(const Handshake& h, ProbeAnswer& out) {
  const ServerHello& hello = h.hello_retry_request ? *h.hello_retry_request : *h.server_hello;
  out.version = hello.selected_version;
  out.cipher_suite = hello.cipher_suite;
  out.group = hello.key_share;
  out.alpn = hello.alpn;
  out.renegotiation_info = hello.has(ExtensionType::renegotiation_info);
  out.extended_master_secret = hello.has(ExtensionType::extended_master_secret);
  out.encrypt_then_mac = hello.has(ExtensionType::encrypt_then_mac);
  out.session_ticket = hello.has(ExtensionType::session_ticket);
  out.session_id = !hello.session_id.empty();
  out.compression = hello.compression_method != 0;
  if (h.server_certificates) out.chain = *h.server_certificates;
  if (h.server_key_exchange) {
    const ServerKeyExchange& keys = *h.server_key_exchange;
    if (keys.group) out.group = keys.group;
    out.dh_bits = keys.dh_bits;
    out.dh_prime = keys.dh_prime;
    out.scheme = keys.scheme;
  }
  if (!h.certificate_request) return;
  out.certificate_requested = true;
  for (const auto& name : h.certificate_request->authorities)
    out.authorities.push_back(name_text(name));
}

}  // namespace

bool FlightEnd::reached(Bytes all) {
  if (all.size() >= most_bytes) return true;
  if (all.size() >= 3 && (all[0] & 0x80) != 0) {  // an SSLv2 record
    const std::size_t size = (all[0] & 0x7fU) << 8 | all[1];
    return all.size() >= size + 2;
  }
  for (;;) {
    const Bytes rest = all.subspan(std::min(seen_, all.size()));
    if (rest.size() < record_header) return false;
    if (rest[0] < 20 || rest[0] > 24 || rest[1] != 3) return true;  // no TLS
    const std::size_t size = std::size_t{rest[3]} << 8 | rest[4];
    if (rest.size() < record_header + size) return false;
    seen_ += record_header + size;
    if (record(rest.subspan(record_header, size), rest[0])) return true;
  }
}

bool FlightEnd::record(Bytes body, std::uint8_t type) {
  if (type == static_cast<std::uint8_t>(ContentType::alert))
    return body.size() != 2 || body[0] == static_cast<std::uint8_t>(AlertLevel::fatal);
  if (type != static_cast<std::uint8_t>(ContentType::handshake)) return false;
  handshake_.insert(handshake_.end(), body.begin(), body.end());
  while (handshake_.size() >= message_header) {
    Reader reader(Bytes(handshake_).subspan(1));
    const std::size_t size = reader.u24();
    if (handshake_.size() < message_header + size) return false;
    const auto message = static_cast<HandshakeType>(handshake_[0]);
    if (message == HandshakeType::server_hello_done) return true;
    if (message == HandshakeType::server_hello) {
      const auto hello = parse_server_hello(Bytes(handshake_).subspan(message_header, size));
      if (!hello || is_tls13(hello->selected_version)) return true;  // the rest is encrypted
    }
    const auto used = static_cast<std::ptrdiff_t>(message_header + size);
    handshake_.erase(handshake_.begin(), handshake_.begin() + used);
  }
  return false;
}

ProbeAnswer read_answer(Bytes hello, Bytes bytes, ProbeAnswer::End end, bool sslv2,
                        CertificateCache& cache) {
  ProbeAnswer out;
  out.end = end;
  if (sslv2 && bytes.size() > 2 && (bytes[0] & 0x80) != 0 && bytes[2] == sslv2_server_hello) {
    out.end = ProbeAnswer::End::agreed;
    out.version = ProtocolVersion::SSLv2;
    return out;
  }
  const auto transcript = transcript_of(hello, bytes);
  if (!transcript) return out;
  const Handshake h = read_handshake(*transcript, &cache);
  for (const AlertSeen& alert : transcript->alerts) {
    if (alert.from != Side::responder || alert.encrypted || alert.level != AlertLevel::fatal)
      continue;
    out.alert = code(alert.description);
    break;
  }
  const bool hellos = h.server_hello || h.hello_retry_request;
  if (hellos) {
    out.end = ProbeAnswer::End::agreed;
    read_flight(h, out);
    out.stapled = std::ranges::any_of(transcript->messages, [](const HandshakeMessage& m) {
      return m.type == HandshakeType::certificate_status;
    });
  } else if (out.alert) {
    out.end = ProbeAnswer::End::alert;
  } else if (!bytes.empty() && (bytes[0] < 20 || bytes[0] > 24)) {
    out.end = ProbeAnswer::End::not_tls;
    out.first_bytes = printable_line(bytes);
  }
  return out;
}

std::string printable_line(Bytes bytes) {
  constexpr std::size_t most = 60;
  std::string out;
  bool text = true;
  for (const auto b : bytes.first(std::min(bytes.size(), most))) {
    if (text && (b == '\r' || b == '\n')) break;
    const bool printable = b >= 0x20 && b < 0x7f;
    text = text && printable;
    out += printable ? static_cast<char>(b) : '.';
  }
  return out;
}

}  // namespace tlswhy
