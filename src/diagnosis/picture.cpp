#include "diagnosis/picture.hpp"

#include <algorithm>
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

// TLS <= 1.2: after a side's ChangeCipherSpec its first handshake record is its Finished.
void read_tls12_records(const Transcript& t, Picture& out) {
  bool changed[2] = {false, false};
  for (const RecordSeen& r : t.records) {
    const bool client = r.from == t.client;
    bool& ccs = changed[client ? 0 : 1];
    if (r.type == ContentType::change_cipher_spec) ccs = true;
    if (!ccs) continue;
    if (r.type == ContentType::handshake)
      (client ? out.client_finished : out.server_finished) = true;
    if (r.type == ContentType::application_data) ++(client ? out.client_data : out.server_data);
  }
}

void read_server_record13(const RecordLengths13& lengths, const RecordSeen& r, Picture& out,
                          std::uint32_t& in_flight) {
  if (!out.server_finished) {
    ++in_flight;
    if (lengths.is_finished(r.length)) out.server_finished = true;
    return;
  }
  if (lengths.is_alert(r.length)) {
    out.server_close_notify = true;
  } else {
    ++out.server_data;  // session tickets count: they follow the client's Finished or the server's
  }
}

void read_client_record13(const RecordLengths13& lengths, const RecordSeen& r, Picture& out) {
  if (out.client_finished) {
    if (lengths.is_alert(r.length)) {
      out.client_close_notify = true;
    } else {
      ++out.client_data;
    }
    return;
  }
  if (lengths.is_empty_certificate(r.length)) {
    out.empty_client_certificate = out.certificate_requested = true;
  } else if (lengths.is_empty_certificate_and_finished(r.length)) {
    out.empty_client_certificate = out.certificate_requested = out.client_finished = true;
  } else if (lengths.is_finished(r.length)) {
    out.client_finished = true;
  } else if (lengths.is_alert(r.length)) {
    out.client_close_notify = true;
  }
}

void read_tls13_records(const Transcript& t, const Handshake& h, Picture& out) {
  const RecordLengths13 lengths(h.server_hello->cipher_suite);
  const Sequence start = sequence_of_server_hello(t);
  std::uint32_t in_flight = 0;
  bool large_client_record = false;  // its Certificate, or Finished with something else around it
  for (const RecordSeen& r : t.records) {
    if (r.sequence < start || r.type != ContentType::application_data) continue;
    if (r.from != t.client) {
      read_server_record13(lengths, r, out, in_flight);
      continue;
    }
    read_client_record13(lengths, r, out);
    if (!out.client_finished && !out.empty_client_certificate && lengths.content(r.length) > 64) {
      large_client_record = true;
    }
  }
  // A flight that came as one record, or a suite whose lengths are not known: more than an alert
  // from the client after it means that the client went on.
  if (!out.server_finished && in_flight > 0 && (out.client_finished || large_client_record)) {
    out.server_finished = true;
  }
  if (large_client_record) out.client_finished = true;
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
  if (h.hello_retry_request) return Stage::hello_retry_request;
  return h.client_hello ? Stage::client_hello : Stage::nothing;
}

struct Event {
  Ending ending{};
  Side by{};
  std::uint32_t frame = never;
  Timestamp time;
  const AlertSeen* alert = nullptr;
};

bool ends_handshake(const AlertSeen& alert) {
  if (alert.encrypted) return true;
  if (alert.description == AlertDescription::user_canceled) return false;  // noise of JSSE
  return alert.level == AlertLevel::fatal || alert.description == AlertDescription::close_notify ||
         alert.description == AlertDescription::no_renegotiation;
}

// The earliest of all events that can end a connection; at one frame an alert before a close.
Event first_event(const Transcript& t, const Handshake& h) {
  std::vector<Event> events;
  for (const AlertSeen& a : t.alerts) {
    if (!ends_handshake(a)) continue;
    events.push_back(
        {a.encrypted ? Ending::encrypted_alert : Ending::alert, a.from, a.frame, a.time, &a});
  }
  for (const Side side : {Side::initiator, Side::responder}) {
    const TcpSide& tcp = t.tcp.side(side);
    if (tcp.fin_frame != 0)
      events.push_back({Ending::fin, side, tcp.fin_frame, tcp.fin_time, nullptr});
    if (tcp.rst_frame != 0)
      events.push_back({Ending::rst, side, tcp.rst_frame, tcp.rst_time, nullptr});
    const SideTranscript& seen = t.side(side);
    if (h.client_hello && side == t.server() && seen.answer_frame != 0 && seen.tls_frame == 0) {
      events.push_back({Ending::plaintext, side, seen.answer_frame, seen.answer_time, nullptr});
    }
  }
  if (h.tls13()) {
    const RecordLengths13 lengths(h.server_hello->cipher_suite);
    const Sequence start = sequence_of_server_hello(t);
    for (const RecordSeen& r : t.records) {
      const bool alert = r.sequence > start && r.type == ContentType::application_data &&
                         lengths.is_alert(r.length);
      if (alert) events.push_back({Ending::encrypted_alert, r.from, r.frame, r.time, nullptr});
    }
  }
  const auto earlier = [](const Event& a, const Event& b) {
    return a.frame != b.frame ? a.frame < b.frame : a.ending < b.ending;
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
  if (h.tls13()) {
    read_tls13_records(t, h, out);
  } else {
    read_tls12_records(t, out);
  }
  out.stage = stage_of(t, h, out);
  const Event event = first_event(t, h);
  if (event.frame != never) {
    out.ending = event.ending;
    out.by = event.by;
    out.frame = event.frame;
    out.time = event.time;
    if (event.alert != nullptr && !event.alert->encrypted) out.alert = *event.alert;
  }
  read_last_message(t, out);
  const Timestamp last_said =
      std::max(t.tcp.side(Side::initiator).last_data, t.tcp.side(Side::responder).last_data);
  const Timestamp until = out.ending == Ending::none ? capture_end : out.time;
  out.silence_ns = std::max<std::int64_t>(
      0, until.ns - (out.ending == Ending::none ? last_said : out.after_time).ns);
  for (const AlertSeen& a : t.alerts) {
    const bool closing = a.encrypted || a.description == AlertDescription::close_notify;
    if (closing) (a.from == t.client ? out.client_close_notify : out.server_close_notify) = true;
  }
  return out;
}

}  // namespace tlswhy
