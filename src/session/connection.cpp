#include "session/connection.hpp"

#include <algorithm>
#include <utility>

#include "protection/cipher.hpp"
#include "session/hello_edit.hpp"

namespace tlswhy::session {
namespace {

using FailureKind = SessionFailure::Kind;

constexpr std::size_t most_handshake = 1U << 20;  // all its messages together

AlertDescription alert_for(std::string_view record_fault) {
  if (record_fault == "record_too_long") return AlertDescription::record_overflow;
  if (record_fault == "bad_record_mac") return AlertDescription::bad_record_mac;
  return AlertDescription::unexpected_message;
}

}  // namespace

Connection::Connection(Buffer hello_bytes, SessionOptions given)
    : options(std::move(given)), hello_message(std::move(hello_bytes)) {
  const Bytes whole = hello_message;
  hello = parse_client_hello(whole.subspan(std::min<std::size_t>(4, whole.size())))
              .value_or(ClientHello{});
  const auto& psk = options.resumption;
  if (psk && is_tls13(psk->version) && hello.offers_psk) {
    if (const auto suite = find_suite(psk->cipher_suite)) {
      put_binder(hello_message, suite->hash, psk->secret, {});
    }
  }
  records.set_version(std::min(hello.legacy_version, ProtocolVersion::TLSv1_0));
  transcript = hello_message;
  records.send(ContentType::handshake, hello_message);
}

void Connection::received(Bytes bytes) {
  if (state == SessionState::failed || state == SessionState::closed) return;
  records.feed(bytes);
  pump();
}

void Connection::pump() {
  while (state == SessionState::handshaking || state == SessionState::connected) {
    const auto next = records.next();
    if (!next) break;
    fragment(*next);
  }
  if (state == SessionState::failed || state == SessionState::closed) return;
  if (!records.fault().empty()) {
    violation(alert_for(records.fault()), std::string(records.fault()));
  } else if (records.flooded()) {
    violation(AlertDescription::unexpected_message, "too_much_data");
  }
}

void Connection::fragment(const Fragment& record) {
  switch (record.type) {
    case ContentType::alert: return alert(record.data);
    case ContentType::handshake: return handshake_bytes(record.data);
    case ContentType::change_cipher_spec:
      if (record.data != Buffer{1}) {
        return violation(AlertDescription::unexpected_message, "change_cipher_spec");
      }
      if (handshake) return handshake->change_cipher_spec();
      // A server may send it between its HelloRetryRequest and its ServerHello.
      if (!facts.hello_retry_request) {
        violation(AlertDescription::unexpected_message, "change_cipher_spec");
      }
      return;
    case ContentType::application_data:
      if (state == SessionState::connected) return put(application_data, record.data);
      [[fallthrough]];
    default: violation(AlertDescription::unexpected_message, "content_type");
  }
}

void Connection::alert(Bytes body) {
  if (body.size() != 2) return violation(AlertDescription::decode_error, "alert");
  const ReceivedAlert received{static_cast<AlertLevel>(body[0]),
                               static_cast<AlertDescription>(body[1])};
  facts.alert = received;
  if (received.description == AlertDescription::close_notify) {
    if (state == SessionState::connected) {
      state = SessionState::closed;
    } else {
      fail(FailureKind::alert_received, received.description, "alert");
    }
    return;
  }
  // TLS 1.3 has no warnings but user_canceled, which a close_notify follows (RFC 8446 section 6).
  const bool goes_on = received.description == AlertDescription::user_canceled ||
                       (received.level == AlertLevel::warning && !is_tls13(facts.version));
  if (!goes_on) fail(FailureKind::alert_received, received.description, "alert");
}

void Connection::handshake_bytes(Bytes bytes) {
  messages_.feed(bytes);
  while (state == SessionState::handshaking || state == SessionState::connected) {
    const auto begun = messages_.begun();
    if (!begun) return;
    if (transcript.size() + begun->need > most_handshake) {
      return violation(AlertDescription::illegal_parameter, "message_too_long");
    }
    const auto next = messages_.next();
    if (!next) return;
    message(next->type, next->body, next->whole);
  }
}

void Connection::message(HandshakeType type, Bytes body, Bytes whole) {
  if (handshake) return handshake->message(type, body, whole);
  if (type == HandshakeType::hello_request) return;  // RFC 5246 section 7.4.1.1: already at it
  if (type != HandshakeType::server_hello) {
    return violation(AlertDescription::unexpected_message, "message");
  }
  server_hello(body, whole);
}

void Connection::server_hello(Bytes body, Bytes whole) {
  const auto chosen = parse_server_hello(body);
  if (!chosen) return violation(AlertDescription::decode_error, "server_hello");
  facts.version = chosen->selected_version;
  facts.cipher_suite = chosen->cipher_suite;
  facts.session_id = chosen->session_id;
  facts.extensions = chosen->extensions;
  if (!offered(*chosen)) return;
  if (chosen->compression_method != 0) {
    return unsupported("compression", chosen->compression_method);
  }
  if (!find_suite(chosen->cipher_suite)) {
    return unsupported("cipher_suite", tlswhy::code(chosen->cipher_suite));
  }
  if (chosen->hello_retry_request) return retry(*chosen, whole);
  put(transcript, whole);
  records.set_version(std::min(facts.version, ProtocolVersion::TLSv1_2));
  if (facts.version == ProtocolVersion::TLSv1_3) {
    handshake = make_tls13(*this, *chosen);
  } else if (facts.version >= ProtocolVersion::SSLv3 && facts.version < ProtocolVersion::TLSv1_3) {
    handshake = make_legacy(*this, *chosen);
  } else {
    unsupported("version", tlswhy::code(facts.version));
  }
}

// What a server must not choose, because nobody offered it (RFC 8446 section 4.1.3).
bool Connection::offered(const ServerHello& chosen) {
  const ProtocolVersion version = chosen.selected_version;
  const bool listed =
      std::ranges::find(hello.supported_versions, version) != hello.supported_versions.end();
  const bool known = hello.supported_versions.empty() ? version <= hello.legacy_version : listed;
  if (!known) {
    violation(AlertDescription::protocol_version, "version_not_offered");
  } else if (!hello.offers(chosen.cipher_suite)) {
    violation(AlertDescription::illegal_parameter, "cipher_suite_not_offered");
  } else if (retry_suite_ && (chosen.hello_retry_request || *retry_suite_ != chosen.cipher_suite)) {
    violation(AlertDescription::illegal_parameter, "second_hello_retry_request");
  } else {
    return true;
  }
  return false;
}

void Connection::retry(const ServerHello& request, Bytes whole) {
  facts.hello_retry_request = true;
  retry_suite_ = request.cipher_suite;
  const Hash hash = find_suite(request.cipher_suite)->hash;
  SecondHello changes{std::nullopt, request.cookie, true};
  if (request.key_share) {
    const NamedGroup group = *request.key_share;
    const bool known =
        std::ranges::find(hello.supported_groups, group) != hello.supported_groups.end();
    const bool shared = std::ranges::find(hello.key_shares, group) != hello.key_shares.end();
    if (!known || shared) return violation(AlertDescription::illegal_parameter, "retry_group");
    changes.key_share = generate_key_pair(group, options.random);
    if (!changes.key_share) return unsupported("group", tlswhy::code(group));
    options.key_pairs = {*changes.key_share};
  } else if (request.cookie.empty()) {
    return violation(AlertDescription::illegal_parameter, "empty_hello_retry_request");
  }
  const auto& psk = options.resumption;
  const auto psk_suite = psk ? find_suite(psk->cipher_suite) : std::nullopt;
  changes.keeps_psk = psk_suite && psk_suite->hash == hash;
  auto second = second_hello(hello_message, changes);
  if (!second) return violation(AlertDescription::unexpected_message, "hello_retry_request");
  transcript = joined({message_hash(hash, hello_message), whole});
  hello_message = std::move(*second);
  if (hello.offers_psk && changes.keeps_psk) {
    put_binder(hello_message, hash, psk->secret, transcript);
  }
  if (!hello.session_id.empty()) send_change_cipher_spec();
  records.set_version(ProtocolVersion::TLSv1_2);
  records.send(ContentType::handshake, hello_message);
  put(transcript, hello_message);
}

void Connection::flight_complete() {
  state = SessionState::judging;
  if (!options.judge) handshake->proceed();
}

void Connection::proceed() {
  if (state != SessionState::judging) return;
  handshake->proceed();
  pump();
}

void Connection::refuse(AlertDescription description) {
  if (state == SessionState::failed || state == SessionState::closed) return;
  fail(FailureKind::refused, description, "refused");
}

void Connection::close() {
  if (state == SessionState::failed || state == SessionState::closed) return;
  send_alert(AlertLevel::warning, AlertDescription::close_notify);
  state = SessionState::closed;
}

void Connection::write(Bytes data) {
  if (state == SessionState::connected && !data.empty()) {
    records.send(ContentType::application_data, data);
  }
}

void Connection::send_message(HandshakeType type, Bytes body) {
  Buffer whole = {static_cast<std::uint8_t>(type)};
  put_vector(whole, body, 3);
  put(transcript, whole);
  records.send(ContentType::handshake, whole);
}

void Connection::send_change_cipher_spec() {
  records.send(ContentType::change_cipher_spec, Buffer{1});
}

std::vector<SignatureScheme> Connection::client_schemes() const {
  std::vector<SignatureScheme> out;
  if (!facts.certificate_request) return out;
  const auto& own = hello.signature_algorithms;
  for (const SignatureScheme scheme : facts.certificate_request->signature_algorithms) {
    if (own.empty() || std::ranges::find(own, scheme) != own.end()) out.push_back(scheme);
  }
  return out;
}

bool Connection::at_message_boundary() {
  if (messages_.waiting() == 0) return true;
  violation(AlertDescription::unexpected_message, "message_across_keys");
  return false;
}

void Connection::violation(AlertDescription alert, std::string what) {
  fail(FailureKind::violation, alert, std::move(what));
}

void Connection::unsupported(std::string what, std::uint16_t code) {
  fail(FailureKind::unsupported, AlertDescription::internal_error, std::move(what), code);
}

void Connection::send_alert(AlertLevel level, AlertDescription description) {
  records.send(ContentType::alert,
               Buffer{static_cast<std::uint8_t>(level), tlswhy::code(description)});
}

void Connection::fail(FailureKind kind, AlertDescription alert, std::string what,
                      std::uint16_t code) {
  if (state == SessionState::failed) return;
  if (kind != FailureKind::alert_received) send_alert(AlertLevel::fatal, alert);
  failure = {kind, alert, std::move(what), code};
  state = SessionState::failed;
}

}  // namespace tlswhy::session
