// The handshake of SSLv3 to TLS 1.2 from its ServerHello on: RFC 5246 section 7.3, RFC 5077, as the
// client.
#include <algorithm>
#include <utility>

#include "protection/legacy_secrets.hpp"
#include "protection/signature.hpp"
#include "session/client_key_exchange.hpp"
#include "session/connection.hpp"
#include "wire/encrypted_messages.hpp"
#include "wire/names.hpp"

namespace tlswhy::session {
namespace {

constexpr auto ssl3_no_certificate = static_cast<AlertDescription>(41);  // RFC 6101 section 5.4.2
// What a real client's hello may offer and we cannot follow: truncated_hmac, NPN.
constexpr ExtensionType not_followed[] = {ExtensionType{4}, ExtensionType{13172}};

class LegacyHandshake : public Handshake {
 public:
  LegacyHandshake(Connection& connection, const SuiteTraits& suite, const ServerHello& hello)
      : c_(connection),
        suite_(suite),
        version_(hello.selected_version),
        randoms_(joined({connection.hello.random, hello.random})),
        secrets_(version_, suite, connection.hello.random, hello.random) {}

  void message(HandshakeType type, Bytes body, Bytes whole) override;
  void change_cipher_spec() override;
  void proceed() override;
  [[nodiscard]] std::optional<Resumption> resumption() const override;
  // The server takes up the session that we offered.
  void resume();

 private:
  // In the order in which they come; each but the first and the last ones may be left out.
  enum class Stage : std::uint8_t {
    server_hello,
    certificate,
    certificate_status,
    key_exchange,
    certificate_request,
    hello_done,
    ticket,  // our flight is out, or a session is resumed
    change_cipher_spec,
    finished,
  };

  // Each returns false where the message does not parse.
  bool read(HandshakeType type, Bytes body);
  bool certificate(Bytes body);
  bool key_exchange(Bytes body);
  bool new_session_ticket(Bytes body);
  void hello_done();
  void finished(Bytes body);
  void send_full_flight();
  bool send_key_exchange();
  void send_certificate(const KeyHandle& key);
  bool send_certificate_verify(const KeyHandle& key);
  void send_finished();
  void after_handshake(HandshakeType type);
  [[nodiscard]] std::optional<Stage> stage_of(HandshakeType type) const;
  [[nodiscard]] bool anonymous() const {
    return suite_.authentication == Authentication::anonymous;
  }
  [[nodiscard]] std::unique_ptr<RecordProtection> protection(DirectionKeys keys) const {
    return make_protection(suite_, version_, std::move(keys), c_.facts.encrypt_then_mac,
                           c_.options.random);
  }
  // Master secret and keys; false, and failed, where the cipher is not there.
  bool set_master(Buffer master);

  Connection& c_;
  SuiteTraits suite_;
  ProtocolVersion version_;
  Buffer randoms_;  // the client's, then the server's
  LegacySecrets secrets_;
  Stage stage_ = Stage::server_hello;
  KeyHandle server_key_;
  std::optional<ServerKeyExchange> server_key_exchange_;
  Buffer master_;
  std::unique_ptr<RecordProtection> read_, write_;  // not yet in use
  std::optional<NewSessionTicket> ticket_;
};

std::optional<LegacyHandshake::Stage> LegacyHandshake::stage_of(HandshakeType type) const {
  switch (type) {
    case HandshakeType::certificate: return Stage::certificate;
    case HandshakeType::certificate_status: return Stage::certificate_status;
    case HandshakeType::server_key_exchange: return Stage::key_exchange;
    case HandshakeType::certificate_request: return Stage::certificate_request;
    case HandshakeType::server_hello_done: return Stage::hello_done;
    case HandshakeType::new_session_ticket: return Stage::ticket;
    case HandshakeType::finished: return Stage::finished;
    default: return std::nullopt;
  }
}

void LegacyHandshake::message(HandshakeType type, Bytes body, Bytes whole) {
  if (c_.state == SessionState::connected) return after_handshake(type);
  if (type == HandshakeType::hello_request) return;
  // Without an id of ours in its hello, a server says only by what follows that it resumes.
  if (type == HandshakeType::new_session_ticket && stage_ == Stage::server_hello) resume();
  const auto stage = stage_of(type);
  const bool our_turn_passed = stage_ >= Stage::ticket;
  const bool in_order = stage && *stage > stage_ &&
                        our_turn_passed == (*stage > Stage::hello_done) &&
                        (*stage == Stage::finished) == (stage_ == Stage::change_cipher_spec);
  const bool ticket_first = stage == Stage::ticket && stage_ == Stage::ticket && !ticket_;
  if (c_.state == SessionState::failed) return;
  if (!in_order && !ticket_first) {
    return c_.violation(AlertDescription::unexpected_message, "message");
  }
  stage_ = *stage;
  if (type == HandshakeType::finished) {
    finished(body);
    put(c_.transcript, whole);
    if (c_.state == SessionState::handshaking && c_.facts.resumed) return c_.flight_complete();
    if (c_.state == SessionState::handshaking) c_.state = SessionState::connected;
    return;
  }
  if (!read(type, body)) {
    return c_.violation(AlertDescription::decode_error, std::string(handshake_type_name(type)));
  }
  put(c_.transcript, whole);
  if (type == HandshakeType::server_hello_done && c_.state == SessionState::handshaking) {
    hello_done();
  }
}

bool LegacyHandshake::read(HandshakeType type, Bytes body) {
  switch (type) {
    case HandshakeType::certificate: return certificate(body);
    case HandshakeType::certificate_status: {
      const auto response = parse_certificate_status(body);
      if (response) c_.facts.ocsp_response = *response;
      return response.has_value();
    }
    case HandshakeType::server_key_exchange: return key_exchange(body);
    case HandshakeType::certificate_request:
      c_.facts.certificate_request = parse_certificate_request(body, version_);
      return c_.facts.certificate_request.has_value();
    case HandshakeType::server_hello_done: return body.empty();
    default: return new_session_ticket(body);
  }
}

bool LegacyHandshake::certificate(Bytes body) {
  for (const Bytes der : parse_certificate_list(body)) c_.facts.certificates.push_back(copy(der));
  if (c_.facts.certificates.empty()) return false;
  server_key_ = public_key_of(c_.facts.certificates.front());
  return true;
}

bool LegacyHandshake::key_exchange(Bytes body) {
  using Kind = ServerKeyExchange::Kind;
  if (suite_.key_exchange == KeyExchange::rsa) {
    c_.violation(AlertDescription::unexpected_message, "message");
    return true;
  }
  const Kind kind = suite_.key_exchange == KeyExchange::dhe ? Kind::dhe : Kind::ecdhe;
  server_key_exchange_ = parse_server_key_exchange(body, kind, version_);
  if (!server_key_exchange_) return false;
  const ServerKeyExchange& server = *server_key_exchange_;
  c_.facts.group = server.group;
  c_.facts.dh_bits = server.dh_bits;
  c_.facts.dh_prime = server.dh_prime;
  if (anonymous()) return true;
  c_.facts.scheme = server.scheme;
  c_.facts.signature_valid = verify_signature(
      server_key_, server.scheme, joined({randoms_, server.parameters}), server.signature);
  if (c_.facts.signature_valid == false) {
    c_.violation(AlertDescription::decrypt_error, "signature");
  }
  return true;
}

bool LegacyHandshake::new_session_ticket(Bytes body) {
  ticket_ = parse_new_session_ticket(body, version_);
  if (!ticket_) return false;
  ++c_.facts.tickets;
  c_.facts.ticket_lifetime = ticket_->lifetime;
  return true;
}

void LegacyHandshake::hello_done() {
  const bool certified = !c_.facts.certificates.empty();
  const bool keyed = suite_.key_exchange == KeyExchange::rsa || server_key_exchange_.has_value();
  if (certified == anonymous() || !keyed) {
    return c_.violation(AlertDescription::unexpected_message, "server_hello_done");
  }
  c_.flight_complete();
}

void LegacyHandshake::resume() {
  const auto& session = c_.options.resumption;
  if (!session || session->version != version_ || session->cipher_suite != c_.facts.cipher_suite) {
    return c_.violation(AlertDescription::illegal_parameter, "session_not_offered");
  }
  c_.facts.resumed = true;
  stage_ = Stage::ticket;
  set_master(session->secret);
}

bool LegacyHandshake::set_master(Buffer master) {
  master_ = std::move(master);
  ConnectionKeys keys = secrets_.keys(master_);
  read_ = protection(std::move(keys.server));
  write_ = protection(std::move(keys.client));
  if (read_ && write_) return true;
  c_.unsupported("cipher_suite", tlswhy::code(c_.facts.cipher_suite));
  return false;
}

void LegacyHandshake::change_cipher_spec() {
  if (stage_ == Stage::server_hello && c_.options.resumption) resume();
  if (c_.state != SessionState::handshaking || !c_.at_message_boundary()) return;
  if (stage_ != Stage::ticket || !read_) {
    return c_.violation(AlertDescription::unexpected_message, "change_cipher_spec");
  }
  stage_ = Stage::change_cipher_spec;
  c_.records.protect_read(std::move(read_), false);
}

void LegacyHandshake::finished(Bytes body) {
  c_.facts.server_finished_valid =
      std::ranges::equal(body, secrets_.finished(master_, false, c_.transcript));
  if (!*c_.facts.server_finished_valid) {
    c_.violation(AlertDescription::decrypt_error, "server_finished");
  }
}

void LegacyHandshake::proceed() {
  c_.state = SessionState::handshaking;
  if (!c_.facts.resumed) return send_full_flight();
  send_finished();
  c_.state = SessionState::connected;
}

void LegacyHandshake::send_full_flight() {
  const auto& own = c_.options.client_certificate;
  const KeyHandle key =
      own && c_.facts.certificate_request ? private_key_of(own->private_key) : nullptr;
  if (c_.facts.certificate_request) send_certificate(key);
  if (!send_key_exchange()) return;
  if (key && !send_certificate_verify(key)) return c_.unsupported("client_certificate");
  send_finished();
  stage_ = Stage::ticket;
}

// An empty list says that we have none; SSLv3 says so with an alert (RFC 6101 section 5.6.6).
void LegacyHandshake::send_certificate(const KeyHandle& key) {
  if (!key && version_ == ProtocolVersion::SSLv3) {
    return c_.send_alert(AlertLevel::warning, ssl3_no_certificate);
  }
  Buffer list, body;
  if (key) {
    for (const auto& der : c_.options.client_certificate->chain) put_vector(list, der, 3);
  }
  put_vector(body, list, 3);
  c_.send_message(HandshakeType::certificate, body);
}

bool LegacyHandshake::send_key_exchange() {
  const KeyExchangeInput input{suite_.key_exchange, version_, c_.hello.legacy_version, server_key_,
                               server_key_exchange_ ? &*server_key_exchange_ : nullptr};
  const auto own = make_client_key_exchange(input, c_.options.random);
  if (!own) {
    if (own.error().unsupported) {
      c_.unsupported(own.error().what, own.error().code);
    } else {
      c_.violation(AlertDescription::illegal_parameter, own.error().what);
    }
    return false;
  }
  c_.send_message(HandshakeType::client_key_exchange, own->body);
  return set_master(c_.facts.extended_master_secret
                        ? secrets_.extended_master(own->premaster, c_.transcript)
                        : secrets_.master(own->premaster));
}

bool LegacyHandshake::send_certificate_verify(const KeyHandle& key) {
  std::optional<SignatureScheme> scheme;
  Buffer body;
  if (version_ == ProtocolVersion::SSLv3) return false;
  if (version_ == ProtocolVersion::TLSv1_2) {
    scheme = choose_scheme(key, c_.client_schemes(), false);
    if (!scheme) return false;
    put_number(body, code(*scheme), 2);
  }
  const auto signature = sign(key, scheme, c_.transcript);
  if (!signature) return false;
  put_vector(body, *signature, 2);
  c_.send_message(HandshakeType::certificate_verify, body);
  return true;
}

void LegacyHandshake::send_finished() {
  c_.send_change_cipher_spec();
  c_.records.protect_write(std::move(write_));
  c_.send_message(HandshakeType::finished, secrets_.finished(master_, true, c_.transcript));
}

void LegacyHandshake::after_handshake(HandshakeType type) {
  if (type != HandshakeType::hello_request) {
    return c_.violation(AlertDescription::unexpected_message, "message");
  }
  // Answered once: a server could have us say it without end.
  const bool first = !std::exchange(c_.facts.renegotiation_requested, true);
  if (first && version_ > ProtocolVersion::SSLv3) {
    c_.send_alert(AlertLevel::warning, AlertDescription::no_renegotiation);
  }
}

std::optional<Resumption> LegacyHandshake::resumption() const {
  const bool has_ticket = ticket_ && !ticket_->ticket.empty();
  if (c_.facts.server_finished_valid != true) return std::nullopt;
  if (!has_ticket && c_.facts.session_id.empty()) return std::nullopt;
  Resumption out;
  out.version = version_;
  out.cipher_suite = c_.facts.cipher_suite;
  out.secret = master_;
  out.session_id = c_.facts.session_id;
  if (has_ticket) out.ticket = ticket_->ticket;
  if (has_ticket) out.lifetime = ticket_->lifetime;
  out.extended_master_secret = c_.facts.extended_master_secret;
  return out;
}

}  // namespace

std::unique_ptr<Handshake> make_legacy(Connection& c, const ServerHello& hello) {
  const auto suite = find_suite(hello.cipher_suite);
  const bool old = hello.selected_version < ProtocolVersion::TLSv1_2;
  const bool aead = suite && traits(suite->cipher).mode == CipherTraits::Mode::aead;
  if (!suite || suite->key_exchange == KeyExchange::tls13 || (aead && old)) {
    c.violation(AlertDescription::illegal_parameter, "cipher_suite_of_another_version");
    return nullptr;
  }
  for (const ExtensionType type : not_followed) {
    if (!hello.has(type)) continue;
    c.unsupported("extension", tlswhy::code(type));
    return nullptr;
  }
  const auto agreed = [&](ExtensionType type) { return hello.has(type) && c.hello.has(type); };
  c.facts.alpn = hello.alpn;
  c.facts.renegotiation_info = hello.has(ExtensionType::renegotiation_info);
  c.facts.extended_master_secret = agreed(ExtensionType::extended_master_secret);
  c.facts.encrypt_then_mac = agreed(ExtensionType::encrypt_then_mac) &&
                             traits(suite->cipher).mode == CipherTraits::Mode::cbc;
  auto out = std::make_unique<LegacyHandshake>(c, *suite, hello);
  const bool same_id = !hello.session_id.empty() && hello.session_id == c.hello.session_id;
  if (same_id && c.options.resumption) out->resume();
  return out;
}

}  // namespace tlswhy::session
