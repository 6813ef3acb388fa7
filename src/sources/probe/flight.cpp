#include "sources/probe/flight.hpp"

#include <algorithm>

#include "base/printable.hpp"
#include "transcript/builder.hpp"

namespace tlswhy {
namespace {

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
  const ServerHello& hello = h.server_hello ? *h.server_hello : *h.hello_retry_request;
  static_cast<ServerAnswer&>(out) = h.server_answer();
  out.session_ticket = hello.has(ExtensionType::session_ticket);
  out.session_id = !hello.session_id.empty();
  out.compression = hello.compression_method != 0;
  if (h.server_certificates) out.chain = *h.server_certificates;
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
  const Bytes fresh = all.subspan(std::min(seen_, all.size()));
  seen_ = all.size();
  records_.feed(fresh, *this);
  return reached_;
}

void FlightEnd::record(const Record& record) {
  if (record.type == ContentType::alert) {
    reached_ = reached_ || record.body.size() != 2 ||
               static_cast<AlertLevel>(record.body[0]) == AlertLevel::fatal;
  }
  if (record.type != ContentType::handshake) return;
  handshake_.feed(record.body);
  while (const auto next = handshake_.next()) message(*next);
}

void FlightEnd::message(const HandshakeSplitter::Message& message) {
  if (message.type == HandshakeType::server_hello_done) reached_ = true;
  if (message.type != HandshakeType::server_hello) return;
  const auto hello = parse_server_hello(message.body);
  reached_ = reached_ || !hello || is_tls13(hello->selected_version);  // the rest is encrypted
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
    out.first_bytes = printable_line(bytes, 60);
  }
  return out;
}

}  // namespace tlswhy
