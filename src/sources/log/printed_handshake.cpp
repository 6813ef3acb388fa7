#include "sources/log/printed_handshake.hpp"

#include <algorithm>
#include <utility>

#include "wire/server_messages.hpp"

namespace tlswhy {
namespace {

constexpr std::size_t most_messages = 64;
constexpr std::size_t most_records = 48;
constexpr std::size_t most_closes = 4;

}  // namespace

Sequence PrintedHandshake::step(Party from, std::uint32_t line) {
  std::uint32_t& first = out_.sides[index(side_of(from))].tls_frame;
  if (first == 0) first = line;
  last_line_ = line;
  return ++sequence_;
}

void PrintedHandshake::message(Party from, HandshakeType type, Bytes body, std::uint32_t line) {
  if (out_.messages.size() >= most_messages || out_.bytes.size() + body.size() > most_bytes) return;
  HandshakeMessage m;
  m.from = side_of(from);
  m.type = type;
  m.decrypted = true;
  m.sequence = step(from, line);
  m.frame = line;
  m.time = now_;
  m.offset = static_cast<std::uint32_t>(out_.bytes.size());
  m.size = static_cast<std::uint32_t>(body.size());
  out_.bytes.insert(out_.bytes.end(), body.begin(), body.end());
  out_.messages.push_back(m);
  if (type != HandshakeType::server_hello) return;
  const auto hello = parse_server_hello(body);
  if (hello && !hello->hello_retry_request) version_ = hello->selected_version;
}

void PrintedHandshake::certificates(Party from, CertificateList list, std::uint32_t line) {
  if (has_from(from, HandshakeType::certificate)) return;  // a renegotiation's
  if (list.size() > most_certificates) list.resize(most_certificates);
  certificates_[index(side_of(from))] = std::move(list);
  message(from, HandshakeType::certificate, {}, line);
}

void PrintedHandshake::alert(Party from, AlertLevel level, AlertDescription description,
                             std::uint32_t line) {
  const Side side = side_of(from);
  // Told of more than once: by the code that decides, and by the record layer.
  const bool told = std::ranges::any_of(out_.alerts, [&](const AlertSeen& a) {
    return a.from == side && a.description == description;
  });
  if (told || out_.alerts.size() >= most_alerts) return;
  AlertSeen a;
  a.from = side;
  a.level = level;
  a.description = description;
  a.record_version = version_;
  a.sequence = step(from, line);
  a.frame = line;
  a.time = now_;
  out_.alerts.push_back(a);
}

void PrintedHandshake::change_cipher_spec(Party from, std::uint32_t line) {
  if (out_.records.size() >= most_records) return;
  out_.records.push_back({.from = side_of(from),
                          .type = ContentType::change_cipher_spec,
                          .length = 1,
                          .sequence = step(from, line),
                          .frame = line,
                          .time = now_});
}

void PrintedHandshake::application_data(Party from, std::uint32_t line) {
  // What TLS 1.3 calls application data may be a part of its handshake.
  if (!established() || is_tls13(version_) || out_.records.size() >= most_records) return;
  out_.records.push_back({.from = side_of(from),
                          .type = ContentType::application_data,
                          .length = 0,
                          .sequence = step(from, line),
                          .frame = line,
                          .time = now_});
}

void PrintedHandshake::close(Party by, Close::How how, std::uint32_t line) {
  if (closes_.size() >= most_closes) return;
  last_line_ = line;
  closes_.push_back({side_of(by), how, line, now_});
}

void PrintedHandshake::at(Timestamp time) {
  if (first_ == Timestamp{}) first_ = time;
  now_ = time;
}

bool PrintedHandshake::has(HandshakeType type) const {
  return has_from(Party::client, type) || has_from(Party::server, type);
}

bool PrintedHandshake::has_from(Party from, HandshakeType type) const {
  return std::ranges::any_of(out_.messages, [&](const HandshakeMessage& m) {
    return m.type == type && m.from == side_of(from);
  });
}

bool PrintedHandshake::established() const {
  return has_from(Party::client, HandshakeType::finished) &&
         has_from(Party::server, HandshakeType::finished);
}

Transcript PrintedHandshake::take(LogFacts&& facts) {
  Transcript out = std::move(out_);
  for (const Side side : {Side::initiator, Side::responder}) {
    const std::uint32_t first = out.sides[index(side)].tls_frame;
    if (first != 0) facts.first_line[index(side)] = first;
  }
  facts.closes = std::move(closes_);
  facts.certificates = std::move(certificates_);
  facts.start = first_;
  facts.last = now_;
  if (speaker_) facts.speaker = speaker_;
  out.transport = Transport(std::move(facts));
  out.tls = true;
  out.client_known = true;
  *this = {};
  return out;
}

}  // namespace tlswhy
