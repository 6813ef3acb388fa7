#include "diagnosis/picture.hpp"

#include <algorithm>
#include <array>
#include <limits>

#include "diagnosis/protected_records.hpp"

namespace tlswhy {
namespace {

constexpr std::uint32_t never = std::numeric_limits<std::uint32_t>::max();

Sequence sequence_of_server_hello(const Transcript& t) {
  for (const HandshakeMessage& m : t.messages) {
    if (m.type != HandshakeType::server_hello) continue;
    const Bytes body = t.body(m);
    if (m.sslv2 || body.size() < 34 || !is_hello_retry_request(body.subspan(2, 32)))
      return m.sequence;
  }
  return never;
}

// The frame of the first alert that is encrypted: close_notify, or a refusal.
std::uint32_t frame_of_encrypted_alert(const Transcript& t) {
  const auto found = std::ranges::find(t.alerts, true, &AlertSeen::encrypted);
  return found == t.alerts.end() ? never : found->frame;
}

// TLS <= 1.2: after a side's ChangeCipherSpec its first handshake record is its Finished. One that
// comes after the peer's alert came too late: the peer had left by then.
void read_tls12_records(const Transcript& t, Picture& out) {
  bool changed[2] = {false, false};
  const std::uint32_t left = frame_of_encrypted_alert(t);
  for (const RecordSeen& r : t.records) {
    const bool client = r.from == t.client;
    bool& ccs = changed[client ? 0 : 1];
    if (r.type == ContentType::change_cipher_spec) ccs = true;
    if (!ccs) continue;
    if (r.type == ContentType::handshake && r.frame <= left)
      (client ? out.client_finished : out.server_finished) = true;
    if (r.type == ContentType::application_data) ++(client ? out.client_data : out.server_data);
  }
}

// What an encrypted record of TLS 1.3 is, as far as its length and its place tell.
enum class Kind13 : std::uint8_t {
  flight,
  empty_certificate,
  finished,
  both,
  alert,
  data,
  unknown
};

class Reader13 {
 public:
  Reader13(const Transcript& t, CipherSuite suite) : lengths_(suite) {
    std::array<std::uint32_t, 2> seen = {0, 0};
    for (const RecordSeen& r : t.records) {
      if (r.type != ContentType::application_data || ++seen[index(r.from)] > most_in_flight)
        continue;
      if (lengths_.is_bare_finished(r.length)) bare_[index(r.from)] = true;
    }
  }

  // A short request has the length of a padded alert: of a side whose Finished came without padding
  // only two bytes are one.
  [[nodiscard]] bool alert_size(const RecordSeen& r) const {
    return bare_[index(r.from)] ? surely_alert(r.length) : lengths_.is_alert(r.length);
  }
  // Nothing else is so short.
  [[nodiscard]] bool surely_alert(std::uint16_t length) const {
    return lengths_.is_bare_alert(length);
  }

  // `last`: nothing but alerts can follow from this side. A record of an alert's size that others
  // follow is something else, as EncryptedExtensions with ALPN are.
  Kind13 server(const RecordSeen& r, bool last) {
    const std::uint16_t length = r.length;
    const bool alert = last && alert_size(r);
    if (server_finished_) return alert ? Kind13::alert : Kind13::data;
    if (lengths_.is_finished(length)) {
      server_finished_ = true;
      return Kind13::finished;
    }
    return alert && flight_records_++ == 0 ? Kind13::alert : Kind13::flight;
  }

  // An empty Certificate and an alert can look alike (padded); the server asked for one or not.
  Kind13 client(const RecordSeen& r, bool last) {
    const std::uint16_t length = r.length;
    const bool alert = last && alert_size(r);
    if (client_finished_) return alert ? Kind13::alert : Kind13::data;
    const bool empty = lengths_.is_empty_certificate(length);
    if (lengths_.is_finished(length)) return done(Kind13::finished);
    if (lengths_.is_empty_certificate_and_finished(length)) return done(Kind13::both);
    if (empty) return Kind13::empty_certificate;
    if (alert_size(r)) return alert ? Kind13::alert : Kind13::unknown;
    // Its Certificate, or Finished together with something else: it went on in any case.
    return lengths_.content(length) > 64 ? done(Kind13::flight) : Kind13::flight;
  }

 private:
  // The client judges the whole flight of the server before it finishes, however that was cut.
  Kind13 done(Kind13 kind) {
    client_finished_ = server_finished_ = true;
    return kind;
  }
  static constexpr std::uint32_t most_in_flight = 5;  // EncryptedExtensions to Finished
  RecordLengths13 lengths_;
  std::array<bool, 2> bare_ = {false, false};  // by side: its Finished was not padded
  bool server_finished_ = false;
  bool client_finished_ = false;
  std::uint32_t flight_records_ = 0;
};

struct Record13 {
  Kind13 kind{};
  const RecordSeen* record = nullptr;
};

// For each side where those of its records begin after which only records of an alert's size come;
// never where it sent more than was kept.
std::array<Sequence, 2> begin_of_alerts(const Transcript& t, const Reader13& reader) {
  std::array<Sequence, 2> out = {never, never};
  std::array<std::uint64_t, 2> kept = {0, 0};
  for (const RecordSeen& r : t.records) {
    if (r.type == ContentType::change_cipher_spec) continue;
    Sequence& begin = out[index(r.from)];
    ++kept[index(r.from)];
    if (!reader.alert_size(r)) {
      begin = never;
    } else if (begin == never) {
      begin = r.sequence;
    }
  }
  for (const Side side : {Side::initiator, Side::responder}) {
    if (t.side(side).protected_records > kept[index(side)]) out[index(side)] = never;
  }
  return out;
}

std::vector<Record13> records13(const Transcript& t, const Handshake& h) {
  std::vector<Record13> out;
  if (!h.tls13()) return out;
  Reader13 reader(t, h.server_hello->cipher_suite);
  const Sequence start = sequence_of_server_hello(t);
  const std::array<Sequence, 2> alerts = begin_of_alerts(t, reader);
  const bool closed = !t.transport.closes().empty();
  for (const RecordSeen& r : t.records) {
    if (r.sequence < start || r.type != ContentType::application_data) continue;
    // Padded, it looks like EncryptedExtensions with ALPN; that a close follows tells them apart.
    const bool last =
        r.sequence >= alerts[index(r.from)] && (closed || reader.surely_alert(r.length));
    out.push_back({r.from == t.client ? reader.client(r, last) : reader.server(r, last), &r});
  }
  return out;
}

// Before CertificateVerify stands Certificate. With an RSA key of 2,048 bits (a signature of 256
// bytes) two certificates of the same kind take more than so many bytes; other keys tell nothing.
bool has_single_certificate(const Transcript& t, const std::vector<Record13>& records) {
  constexpr std::uint16_t verify_rsa =
      4 + 4 + 256 + 17;  // header, scheme and length, signature, overhead
  constexpr std::uint16_t two_certificates = 1500;
  const RecordSeen* before = nullptr;
  for (const auto& [kind, record] : records) {
    if (record->from == t.client || kind != Kind13::flight) continue;
    if (record->length == verify_rsa) return before != nullptr && before->length < two_certificates;
    before = record;
  }
  return false;
}

// EncryptedExtensions come first (RFC 8446 section 4.3.1). Alone in a record, they tell by their
// length that they hold no protocol: "h2" takes 9 bytes beside their header of 4 and length of 2.
bool has_no_alpn(const Transcript& t, const RecordLengths13& lengths,
                 const std::vector<Record13>& records) {
  constexpr std::uint32_t empty = 6, with_h2 = 15;
  const auto first =
      std::ranges::find_if(records, [&t](const Record13& r) { return r.record->from != t.client; });
  if (first == records.end()) return false;
  const std::uint32_t content = lengths.content(first->record->length);
  return content >= empty && content < with_h2;
}

void read_tls13_records(const Transcript& t, const Handshake& h,
                        const std::vector<Record13>& records, Picture& out) {
  out.single_certificate = has_single_certificate(t, records);
  out.no_alpn_13 = has_no_alpn(t, RecordLengths13(h.server_hello->cipher_suite), records);
  bool server_said = false;
  bool client_went_on = false;
  for (const auto& [kind, record] : records) {
    const bool client = record->from == t.client;
    server_said = server_said || !client;
    switch (kind) {
      case Kind13::finished: (client ? out.client_finished : out.server_finished) = true; break;
      case Kind13::both: out.client_finished = true; [[fallthrough]];
      case Kind13::empty_certificate:
        out.empty_client_certificate = out.certificate_requested = true;
        break;
      case Kind13::alert:
        (client ? out.client_close_notify : out.server_close_notify) = true;
        break;
      case Kind13::data: ++(client ? out.client_data : out.server_data); break;
      case Kind13::flight: client_went_on = client_went_on || client; break;
      case Kind13::unknown: break;
    }
  }
  // More than an alert before or with Finished is its Certificate.
  if (client_went_on) out.client_finished = out.certificate_requested = true;
  // A flight that came as one record hides the server's Finished; the client's answer shows it.
  if (server_said && out.client_finished) out.server_finished = true;
}

// Finished as a log prints it, or as it was opened.
void read_finished(const Transcript& t, Picture& out) {
  for (const HandshakeMessage& m : t.messages) {
    if (m.type == HandshakeType::finished)
      (m.from == t.client ? out.client_finished : out.server_finished) = true;
  }
}

Stage stage_of(const Transcript& t, const Handshake& h, const Picture& p) {
  if (h.tls13()) {
    if (p.client_finished && p.server_finished) return Stage::established;
    if (p.client_finished || p.empty_client_certificate) return Stage::client_flight;
    const bool whole = p.server_finished || t.side(t.server()).protected_records >= 4;
    return whole ? Stage::server_flight : Stage::server_hello;
  }
  if (h.server_hello) {
    if (p.client_finished && p.server_finished) return Stage::established;
    const bool client_went_on = h.client_key_exchange_frame != 0 || p.client_finished ||
                                static_cast<bool>(h.client_certificates);
    if (client_went_on) return Stage::client_flight;
    if (h.server_hello_done_frame != 0 || p.server_finished) return Stage::server_flight;
    return Stage::server_hello;
  }
  // What both sides sent under keys that their Finished had confirmed shows it without the hellos.
  if (p.client_finished && p.server_finished && p.client_data > 0 && p.server_data > 0)
    return Stage::established;
  if (h.hello_retry_request) return Stage::hello_retry_request;
  return h.client_hello ? Stage::client_hello : Stage::nothing;
}

struct Event {
  Ending ending{};
  Side by{};
  std::uint32_t frame = never;
  Timestamp time;
  const AlertSeen* alert = nullptr;
  std::uint32_t place = 0;  // in the order in which it was sent, as far as that differs; else frame
};

bool ends_handshake(const AlertSeen& alert) {
  if (alert.encrypted) return true;
  if (alert.description == AlertDescription::user_canceled) return false;  // noise of JSSE
  return alert.level == AlertLevel::fatal || alert.description == AlertDescription::close_notify ||
         alert.description == AlertDescription::no_renegotiation;
}

// The client went on with what only a server that speaks TLS lets it come to: its Finished, or the
// key exchange before it.
bool client_went_on(const Transcript& t, const Handshake& h) {
  if (h.client_key_exchange_frame != 0) return true;
  return std::ranges::any_of(t.records, [&t](const RecordSeen& r) {
    return r.from == t.client && r.type == ContentType::handshake;
  });
}

// A FIN stands behind all that its side said, also where it overtook a part of that on its way.
std::uint32_t sent_at(const Transcript& t, const Close& close) {
  const TcpFacts* tcp = t.transport.tcp();
  const bool fin = tcp != nullptr && close.how == Close::How::fin;
  return fin ? std::max(close.frame, tcp->side(close.by).last_data_frame) : close.frame;
}

// The earliest of all events that can end a connection; at one frame an alert before a close.
Event first_event(const Transcript& t, const Handshake& h, const std::vector<Record13>& records) {
  std::vector<Event> events;
  for (const AlertSeen& a : t.alerts) {
    if (!ends_handshake(a)) continue;
    events.push_back(
        {a.encrypted ? Ending::encrypted_alert : Ending::alert, a.from, a.frame, a.time, &a});
  }
  for (const Close& close : t.transport.closes()) {
    const Ending ending = close.how == Close::How::fin ? Ending::fin : Ending::rst;
    events.push_back({ending, close.by, close.frame, close.time, nullptr, sent_at(t, close)});
  }
  for (const Side side : {Side::initiator, Side::responder}) {
    const SideTranscript& seen = t.side(side);
    if (h.client_hello && side == t.server() && seen.answer_frame != 0 && seen.tls_frame == 0 &&
        !client_went_on(t, h)) {
      events.push_back({Ending::plaintext, side, seen.answer_frame, seen.answer_time, nullptr});
    }
  }
  for (const auto& [kind, record] : records) {
    if (kind == Kind13::alert) {
      events.push_back(
          {Ending::encrypted_alert, record->from, record->frame, record->time, nullptr});
    }
  }
  for (Event& event : events) event.place = std::max(event.place, event.frame);
  const auto earlier = [](const Event& a, const Event& b) {
    return a.place != b.place ? a.place < b.place : a.ending < b.ending;
  };
  const auto it = std::ranges::min_element(events, earlier);
  return it == events.end() ? Event{} : *it;
}

void read_last_message(const Transcript& t, Picture& out) {
  for (const HandshakeMessage& m : t.messages) {
    if (out.frame != 0 && m.frame > out.frame) break;
    out.after = m.type;
    out.after_frame = m.frame;
    out.after_time = m.time;
  }
}

}  // namespace

Picture take_picture(const Transcript& t, const Handshake& h, Timestamp capture_end) {
  Picture out;
  out.certificate_requested = static_cast<bool>(h.certificate_request);
  out.empty_client_certificate = h.client_certificates && h.client_certificates->empty();
  const std::vector<Record13> records = records13(t, h);
  if (h.tls13()) {
    read_tls13_records(t, h, records, out);
  } else {
    read_tls12_records(t, out);
  }
  read_finished(t, out);
  out.stage = stage_of(t, h, out);
  const Event event = first_event(t, h, records);
  if (event.frame != never) {
    out.ending = event.ending;
    out.by = event.by;
    out.frame = event.frame;
    out.time = event.time;
    if (event.alert != nullptr && !event.alert->encrypted) out.alert = *event.alert;
  }
  read_last_message(t, out);
  const Timestamp last_said = t.transport.last_said();
  const Timestamp until = out.ending == Ending::none ? capture_end : out.time;
  if (out.ending != Ending::none && out.after_frame == 0) out.after_time = out.time;
  out.silence_ns = std::max<std::int64_t>(
      0, until.ns - (out.ending == Ending::none ? last_said : out.after_time).ns);
  for (const AlertSeen& a : t.alerts) {
    const bool closing = a.encrypted || a.description == AlertDescription::close_notify;
    if (closing) (a.from == t.client ? out.client_close_notify : out.server_close_notify) = true;
  }
  return out;
}

}  // namespace tlswhy
