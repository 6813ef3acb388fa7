#include "transcript/builder.hpp"

#include <algorithm>

#include "wire/server_messages.hpp"

namespace tlswhy {
namespace {

constexpr std::size_t preamble_limit = 64 * 1024;  // beyond it a stream is taken to be no TLS
constexpr std::size_t kept_plaintext = 512;
constexpr std::ptrdiff_t longest_header = 128;  // of a packet around TLS
constexpr std::size_t kept_records = 48;
constexpr std::size_t kept_messages = 64;
constexpr std::size_t largest_message = 256 * 1024;

void keep(std::vector<std::uint8_t>& to, Bytes bytes) {
  const std::size_t room = kept_plaintext - std::min(kept_plaintext, to.size());
  const Bytes part = bytes.first(std::min(room, bytes.size()));
  to.insert(to.end(), part.begin(), part.end());
}

// A hello after ChangeCipherSpec belongs to a retry of TLS 1.3 and is in clear (RFC 8446 §D.4).
bool is_whole_hello(Bytes body) {
  Reader r(body);
  const auto type = r.u8();
  return (type == 1 || type == 2) && r.u24() == r.size() && r.ok();
}

}  // namespace

// A HelloRequest is alone in its record (RFC 5246 section 7.4.1.1). More behind its four zeros is
// the explicit nonce of the first protected record (RFC 5288 section 3), where the start was not
// seen.
bool is_first_nonce(Bytes body) {
  return body.size() > 4 &&
         std::ranges::all_of(body.first(4), [](std::uint8_t b) { return b == 0; });
}

// Hands the records of one direction back to the builder.
struct TranscriptBuilder::Sink final : RecordSink {
  Sink(TranscriptBuilder& b, Side s, const Origin& o) : builder(b), side(s), at(o) {}
  void record(const Record& r) override { builder.record(side, r, at); }
  void damaged(Bytes) override {
    SideTranscript& seen = builder.seen(side);
    seen.damaged = true;
    if (seen.answer_frame == 0) seen.answer_frame = at.frame;
  }
  TranscriptBuilder& builder;
  Side side;
  Origin at;
};

namespace {

// One side of a Decryptor.
class OpenerOf final : public RecordOpener {
 public:
  OpenerOf(Decryptor& decryptor, Side side) : decryptor_(decryptor), side_(side) {}
  std::optional<Fragment> open(ContentType type, Bytes body) override {
    return decryptor_.open(side_, type, body);
  }

 private:
  Decryptor& decryptor_;
  Side side_;
};

}  // namespace

TranscriptBuilder::TranscriptBuilder(const TranscriptHandler& handler, std::uint64_t number,
                                     std::unique_ptr<Decryptor> decryptor)
    : handler_(handler), decryptor_(std::move(decryptor)) {
  out_.number = number;
  if (!decryptor_) return;
  for (const Side side : {Side::initiator, Side::responder}) {
    Direction& d = direction(side);
    d.opener = std::make_unique<OpenerOf>(*decryptor_, side);
    d.records.open_with(d.opener.get());
  }
}

void TranscriptBuilder::data(Side from, Bytes bytes, const Origin& at) {
  Direction& d = direction(from);
  out_.coverage.saw(from, bytes.size());
  if (d.given_up) return;
  if (d.following && !d.sslv2) {
    follow(from, bytes, at);
    return;
  }
  d.pending.insert(d.pending.end(), bytes.begin(), bytes.end());
  if (d.sslv2) {
    sslv2_record(from, at);
  } else {
    look(from, at, false);
  }
}

void TranscriptBuilder::follow(Side from, Bytes bytes, const Origin& at) {
  Direction& d = direction(from);
  Sink sink(*this, from, at);
  if (d.framing) {
    d.framing->feed(bytes, [&](Bytes tls) { d.records.feed(tls, sink); });
  } else {
    d.records.feed(bytes, sink);
  }
}

void TranscriptBuilder::look(Side from, const Origin& at, bool final) {
  Direction& d = direction(from);
  const bool answering = out_.client_known && from == out_.server();
  const Finding finding = find_tls(d.pending, !d.started, answering, final);
  if (finding.kind == Finding::Kind::more) return;
  if (finding.kind == Finding::Kind::found) {
    pass_over(from, Bytes(d.pending).first(finding.offset), at);
    d.pending.erase(d.pending.begin(),
                    d.pending.begin() + static_cast<std::ptrdiff_t>(finding.offset));
    start(from, finding.opening, at);
    return;
  }
  const std::size_t keep_back = final ? 0 : std::min(d.pending.size(), finder_window - 1);
  const std::size_t passed = d.pending.size() - keep_back;
  pass_over(from, Bytes(d.pending).first(passed), at);
  d.pending.erase(d.pending.begin(), d.pending.begin() + static_cast<std::ptrdiff_t>(passed));
  if (passed > 0) d.started = true;
  if (seen(from).preamble_bytes > preamble_limit) {
    d.given_up = true;
    d.pending = {};
  }
}

// Bytes in front of TLS: kept (the first ones) as evidence, apart for those that answer a hello.
void TranscriptBuilder::pass_over(Side from, Bytes plaintext, const Origin& at) {
  if (plaintext.empty()) return;
  SideTranscript& side = seen(from);
  side.preamble_bytes += plaintext.size();
  std::vector<std::uint8_t>& before = direction(from).before;
  before.insert(before.end(), plaintext.begin(), plaintext.end());
  if (std::ssize(before) > longest_header)
    before.erase(before.begin(), before.end() - longest_header);
  const bool answer = out_.client_known && from == out_.server();
  if (!answer) {
    keep(side.preamble, plaintext);
    return;
  }
  if (side.answer_frame == 0) {
    side.answer_frame = at.frame;
    side.answer_time = at.time;
  }
  keep(side.answer, plaintext);
}

void TranscriptBuilder::start(Side from, Opening opening, const Origin& at) {
  Direction& d = direction(from);
  out_.tls = true;
  d.following = true;
  seen(from).tls_frame = at.frame;
  const bool client = opening == Opening::client_hello || opening == Opening::sslv2_client_hello;
  d.hello = client || opening == Opening::server_hello || opening == Opening::sslv2_server_hello;
  if (client || opening == Opening::server_hello || opening == Opening::sslv2_server_hello) {
    if (!out_.client_known) out_.client = client ? from : other(from);
    if (client && !out_.client_known) settle_preamble(other(from), at);
    out_.client_known = true;
  }
  if (opening == Opening::sslv2_client_hello || opening == Opening::sslv2_server_hello) {
    d.sslv2 = true;
    sslv2_record(from, at);
    return;
  }
  const std::vector<std::uint8_t> bytes = std::move(d.pending);
  d.pending = {};
  d.framing = Framing::detect(d.before, bytes);
  d.before = {};
  follow(from, bytes, at);
}

// What the server said before the ClientHello is preamble, even where the finder still holds it.
void TranscriptBuilder::settle_preamble(Side side, const Origin& at) {
  Direction& d = direction(side);
  const bool maybe_tls = !d.pending.empty() && (d.pending[0] == 22 || d.pending[0] == 21);
  if (d.following || maybe_tls) return;
  pass_over(side, d.pending, at);
  d.pending.clear();
}

// One SSLv2 record with a 2-byte header; a client that speaks it goes on in TLS afterwards unless
// the server chooses SSLv2 itself.
void TranscriptBuilder::sslv2_record(Side from, const Origin& at) {
  Direction& d = direction(from);
  if (d.pending.size() < 2) return;
  const std::size_t length = static_cast<std::size_t>(d.pending[0] & 0x7f) << 8 | d.pending[1];
  if (d.pending.size() < 2 + length) return;
  const std::vector<std::uint8_t> pending = std::move(d.pending);
  d.pending = {};
  d.sslv2 = false;
  const Bytes body = Bytes(pending).subspan(2, length);
  message(from,
          length > 0 && body[0] == 4 ? HandshakeType::server_hello : HandshakeType::client_hello,
          body, at, How::sslv2);
  if (version_ == ProtocolVersion::SSLv2) {
    direction(Side::initiator).given_up = true;  // nothing of SSLv2 is followed further
    direction(Side::responder).given_up = true;
    return;
  }
  Sink sink(*this, from, at);
  d.records.feed(Bytes(pending).subspan(2 + length), sink);
}

void TranscriptBuilder::record(Side from, const Record& record, const Origin& at) {
  Direction& d = direction(from);
  const bool tls13 = is_tls13(version_);
  switch (record.type) {
    case ContentType::change_cipher_spec:
      opaque(from, record, at);
      if (!tls13) d.protected_ = true;
      return;
    case ContentType::alert: alert(from, record, at); return;
    case ContentType::handshake:
      if (record.opened) {
        handshake_bytes(from, record, at);
      } else if (!d.protected_ && !d.hello && d.handshake.waiting() == 0 &&
                 is_first_nonce(record.body)) {
        d.protected_ = true;
        opaque(from, record, at);
      } else if (d.protected_ &&
                 !(version_ == ProtocolVersion::none && is_whole_hello(record.body))) {
        opaque(from, record, at);
      } else if (record.truncated) {
        d.handshake.clear();
        seen(from).lost = true;
        opaque(from, record, at);
      } else {
        handshake_bytes(from, record, at);
      }
      return;
    default: opaque(from, record, at);
  }
}

void TranscriptBuilder::handshake_bytes(Side from, const Record& record, const Origin& at) {
  Direction& d = direction(from);
  d.handshake.feed(record.body);
  while (const auto m = d.handshake.next())
    message(from, m->type, m->body, at, record.opened ? How::opened : How::clear);
  d.handshake_frame = at.frame;
  if (d.handshake.waiting() > largest_message) {
    seen(from).damaged = true;
    d.handshake.clear();
  }
}

// Where the hellos were not captured, other messages tell who is the client (RFC 5246 section 7.3).
void TranscriptBuilder::tell_roles(Side from, HandshakeType type) {
  if (out_.client_known) return;
  switch (type) {
    case HandshakeType::hello_request:
    case HandshakeType::new_session_ticket:
    case HandshakeType::server_key_exchange:
    case HandshakeType::certificate_request:
    case HandshakeType::server_hello_done:
    case HandshakeType::certificate_status: out_.client = other(from); break;
    case HandshakeType::client_key_exchange: out_.client = from; break;
    default: return;
  }
  out_.client_known = true;
}

void TranscriptBuilder::message(Side from, HandshakeType type, Bytes body, const Origin& at,
                                How how) {
  const bool sslv2 = how == How::sslv2;
  if (decryptor_ && !sslv2) decryptor_->message(from, type, body);
  tell_roles(from, type);
  if (out_.messages.size() >= kept_messages || body.size() > largest_message) return;
  if (type == HandshakeType::server_hello && sslv2) version_ = ProtocolVersion::SSLv2;
  if (type == HandshakeType::server_hello && !sslv2) {
    const auto hello = parse_server_hello(body);
    if (hello && !hello->hello_retry_request) version_ = hello->selected_version;
    if (hello && is_tls13(hello->selected_version)) {
      for (Direction& d : directions_) d.protected_ = false;  // ChangeCipherSpec meant nothing
    }
  }
  HandshakeMessage m;
  m.from = from;
  m.type = type;
  m.sslv2 = sslv2;
  m.decrypted = how == How::opened;
  m.sequence = ++sequence_;
  m.frame = at.frame;
  m.time = at.time;
  m.offset = static_cast<std::uint32_t>(out_.bytes.size());
  m.size = static_cast<std::uint32_t>(body.size());
  out_.bytes.insert(out_.bytes.end(), body.begin(), body.end());
  out_.messages.push_back(m);
}

void TranscriptBuilder::alert(Side from, const Record& record, const Origin& at) {
  AlertSeen a;
  a.from = from;
  a.record_version = record.version;
  a.frame = at.frame;
  a.time = at.time;
  if (out_.alerts.size() >= kept_messages || record.truncated) return;
  const bool clear = record.body.size() % 2 == 0 && record.body.size() <= 8 &&
                     !record.body.empty() && (record.body[0] == 1 || record.body[0] == 2);
  if (!clear) {
    a.encrypted = true;
    a.sequence = ++sequence_;
    out_.alerts.push_back(a);
    opaque(from, record, at);
    return;
  }
  for (Reader r(record.body); r.size() >= 2;) {
    a.level = static_cast<AlertLevel>(r.u8());
    a.description = static_cast<AlertDescription>(r.u8());
    a.sequence = ++sequence_;
    out_.alerts.push_back(a);
  }
}

void TranscriptBuilder::opaque(Side from, const Record& record, const Origin& at) {
  SideTranscript& side = seen(from);
  if (record.type != ContentType::change_cipher_spec) {
    ++side.protected_records;
    side.protected_bytes += record.length;
  }
  if (out_.records.size() >= kept_records && side.protected_records > kept_records / 4) return;
  if (out_.records.size() >= 2 * kept_records) return;
  out_.records.push_back({from, record.type, record.length, ++sequence_, at.frame, at.time});
}

void TranscriptBuilder::gap(Side from, std::uint64_t count, const Origin& at) {
  out_.coverage.lost(from, count, at.frame);
  Direction& d = direction(from);
  if (d.following && !d.sslv2) {
    note_cut(from);
    d.handshake.clear();
    Sink sink(*this, from, at);
    d.records.gap(count, sink);
    if (d.records.lost()) seen(from).lost = true;
    return;
  }
  pass_over(from, d.pending, at);
  d.pending.clear();
  d.started = true;
}

void TranscriptBuilder::note_cut(Side side) {
  const Direction& d = direction(side);
  const bool halfway = d.records.inside_record() && !d.protected_ &&
                       d.records.partial_header().type == ContentType::handshake;
  const auto begun = d.handshake.begun_with(halfway ? d.records.partial_body() : Bytes{});
  if (!begun || seen(side).cut) return;
  seen(side).cut = CutMessage{begun->type, begun->have, begun->need, d.handshake_frame};
}

void TranscriptBuilder::end(const TcpFacts& facts) {
  for (const Side side : {Side::initiator, Side::responder}) {
    Direction& d = direction(side);
    const TcpSide& tcp = facts.side(side);
    // A hello begins a handshake, whatever was said before it.
    const bool middle = !tcp.beginning_known && !d.hello && tcp.bytes + tcp.bytes_lost > 0;
    if (middle) out_.coverage.begins_late(side);
    const Origin at{tcp.last_data_frame, tcp.last_data};
    if (!d.following && !d.given_up && !d.pending.empty()) look(side, at, true);
    if (d.following) note_cut(side);
    if (d.sslv2) pass_over(side, d.pending, at);
  }
  out_.transport = facts;
  handler_(std::move(out_));
}

}  // namespace tlswhy
