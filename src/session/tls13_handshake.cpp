// The handshake of TLS 1.3 from its ServerHello on: RFC 8446 section 4, as the client.
#include <algorithm>
#include <utility>

#include "protection/key_schedule.hpp"
#include "protection/signature.hpp"
#include "session/connection.hpp"
#include "wire/encrypted_messages.hpp"
#include "wire/names.hpp"

namespace tlswhy::session {
namespace {

constexpr ExtensionType post_handshake_auth{49};

class Tls13Handshake : public Handshake {
 public:
  Tls13Handshake(Connection& connection, const SuiteTraits& suite, Bytes psk, Bytes shared)
      : c_(connection), suite_(suite), schedule_(suite.hash, psk) {
    schedule_.enter_handshake(shared);
    const Buffer hash = transcript_hash();
    client_secret_ = schedule_.derive("c hs traffic", hash);
    server_secret_ = schedule_.derive("s hs traffic", hash);
    next_ = c_.facts.resumed ? Next::finished_after_extensions : Next::extensions;
    if (!c_.at_message_boundary()) return;
    read_with(server_secret_);
    write_with(client_secret_);
  }

  void message(HandshakeType type, Bytes body, Bytes whole) override;
  void change_cipher_spec() override {
    if (c_.state != SessionState::connected) return;  // means nothing (RFC 8446 section 5)
    c_.violation(AlertDescription::unexpected_message, "change_cipher_spec");
  }
  void proceed() override;
  [[nodiscard]] std::optional<Resumption> resumption() const override;

 private:
  enum class Next : std::uint8_t {
    extensions,
    finished_after_extensions,  // resumed: nobody shows a certificate
    request_or_certificate,
    certificate,
    certificate_verify,
    finished,
    after_handshake,
  };

  // Each returns false where the message does not parse.
  bool encrypted_extensions(Bytes body);
  bool certificate_request(Bytes body);
  bool certificate(Bytes body);
  bool certificate_verify(Bytes body);
  void finished(Bytes body, Bytes whole);
  bool after_handshake(HandshakeType type, Bytes body);
  bool in_flight(HandshakeType type, Bytes body, bool& expected);
  void key_update(bool answer);
  void answer_certificate_request();
  bool send_certificate_verify(const KeyHandle& key);

  [[nodiscard]] Buffer transcript_hash() const { return digest(suite_.hash, c_.transcript); }
  [[nodiscard]] std::unique_ptr<RecordProtection> keys(Bytes secret) const {
    const KeySizes sizes = key_sizes(suite_, ProtocolVersion::TLSv1_3);
    return make_protection(suite_, ProtocolVersion::TLSv1_3,
                           {{},
                            hkdf_expand_label(suite_.hash, secret, "key", {}, sizes.key),
                            hkdf_expand_label(suite_.hash, secret, "iv", {}, sizes.iv)},
                           false, {});
  }
  void read_with(Bytes secret) { c_.records.protect_read(keys(secret), true); }
  void write_with(Bytes secret) { c_.records.protect_write(keys(secret)); }

  Connection& c_;
  SuiteTraits suite_;
  KeySchedule schedule_;
  Next next_ = Next::extensions;
  Buffer client_secret_, server_secret_;  // of the present traffic keys
  Buffer client_application_secret_;
  Buffer resumption_secret_;
  std::optional<NewSessionTicket> ticket_;
};

// The text that CertificateVerify signs (RFC 8446 section 4.4.3).
Buffer signed_text(std::string_view party, Bytes transcript_hash) {
  const Buffer spaces(64, ' ');
  const Buffer zero(1);
  return joined({spaces, as_bytes("TLS 1.3, "), as_bytes(party), as_bytes(" CertificateVerify"),
                 zero, transcript_hash});
}

void Tls13Handshake::message(HandshakeType type, Bytes body, Bytes whole) {
  if (next_ == Next::finished && type == HandshakeType::finished) return finished(body, whole);
  bool expected = true;
  const bool good = next_ == Next::after_handshake ? after_handshake(type, body)
                                                   : in_flight(type, body, expected);
  if (!expected) return c_.violation(AlertDescription::unexpected_message, "message");
  if (!good) {
    c_.violation(AlertDescription::decode_error, std::string(handshake_type_name(type)));
  }
  if (next_ != Next::after_handshake) put(c_.transcript, whole);
}

bool Tls13Handshake::in_flight(HandshakeType type, Bytes body, bool& expected) {
  switch (type) {
    case HandshakeType::encrypted_extensions:
      if (next_ != Next::extensions && next_ != Next::finished_after_extensions) break;
      next_ = next_ == Next::extensions ? Next::request_or_certificate : Next::finished;
      return encrypted_extensions(body);
    case HandshakeType::certificate_request:
      if (next_ != Next::request_or_certificate) break;
      next_ = Next::certificate;
      return certificate_request(body);
    case HandshakeType::certificate:
      if (next_ != Next::request_or_certificate && next_ != Next::certificate) break;
      next_ = Next::certificate_verify;
      return certificate(body);
    case HandshakeType::compressed_certificate:  // of a real client's hello: ours does not offer it
      c_.unsupported("compressed_certificate");
      return true;
    case HandshakeType::certificate_verify:
      if (next_ != Next::certificate_verify) break;
      next_ = Next::finished;
      return certificate_verify(body);
    default: break;
  }
  expected = false;
  return false;
}

bool Tls13Handshake::encrypted_extensions(Bytes body) {
  const auto message = parse_encrypted_extensions(body);
  if (!message) return false;
  auto& all = c_.facts.extensions;
  all.insert(all.end(), message->extensions.begin(), message->extensions.end());
  c_.facts.alpn = message->alpn;
  return true;
}

bool Tls13Handshake::certificate_request(Bytes body) {
  c_.facts.certificate_request = parse_certificate_request_tls13(body);
  return c_.facts.certificate_request.has_value();
}

bool Tls13Handshake::certificate(Bytes body) {
  auto entries = parse_certificate_tls13(body);
  if (!entries || entries->empty()) return false;  // RFC 8446 section 4.4.2.4: decode_error
  c_.facts.ocsp_response = std::move(entries->front().ocsp_response);
  for (auto& entry : *entries) c_.facts.certificates.push_back(std::move(entry.der));
  return true;
}

bool Tls13Handshake::certificate_verify(Bytes body) {
  const auto message = parse_certificate_verify(body, ProtocolVersion::TLSv1_3);
  if (!message) return false;
  c_.facts.scheme = message->scheme;
  c_.facts.signature_valid =
      verify_signature(public_key_of(c_.facts.certificates.front()), message->scheme,
                       signed_text("server", transcript_hash()), message->signature);
  if (c_.facts.signature_valid == false) {
    c_.violation(AlertDescription::decrypt_error, "signature");
  }
  return true;
}

void Tls13Handshake::finished(Bytes body, Bytes whole) {
  const Buffer right = finished_mac(suite_.hash, server_secret_, transcript_hash());
  c_.facts.server_finished_valid = std::ranges::equal(body, right);
  if (!*c_.facts.server_finished_valid) {
    return c_.violation(AlertDescription::decrypt_error, "server_finished");
  }
  put(c_.transcript, whole);
  if (!c_.at_message_boundary()) return;
  schedule_.enter_master();
  const Buffer hash = transcript_hash();
  client_application_secret_ = schedule_.derive("c ap traffic", hash);
  server_secret_ = schedule_.derive("s ap traffic", hash);
  read_with(server_secret_);
  next_ = Next::after_handshake;
  c_.flight_complete();
}

void Tls13Handshake::proceed() {
  if (c_.facts.certificate_request) answer_certificate_request();
  if (c_.state == SessionState::failed) return;
  c_.send_message(HandshakeType::finished,
                  finished_mac(suite_.hash, client_secret_, transcript_hash()));
  resumption_secret_ = schedule_.derive("res master", transcript_hash());
  client_secret_ = client_application_secret_;
  write_with(client_secret_);
  c_.state = SessionState::connected;
}

void Tls13Handshake::answer_certificate_request() {
  const auto& own = c_.options.client_certificate;
  const KeyHandle key = own ? private_key_of(own->private_key) : nullptr;
  Buffer list, body;
  if (key) {
    for (const auto& der : own->chain) {
      put_vector(list, der, 3);
      put_number(list, 0, 2);
    }
  }
  put_vector(body, c_.facts.certificate_request->context, 1);
  put_vector(body, list, 3);
  c_.send_message(HandshakeType::certificate, body);
  if (key && !send_certificate_verify(key)) c_.unsupported("client_certificate");
}

bool Tls13Handshake::send_certificate_verify(const KeyHandle& key) {
  const auto scheme = choose_scheme(key, c_.client_schemes(), true);
  if (!scheme) return false;
  const auto signature = sign(key, scheme, signed_text("client", transcript_hash()));
  if (!signature) return false;
  Buffer body;
  put_number(body, code(*scheme), 2);
  put_vector(body, *signature, 2);
  c_.send_message(HandshakeType::certificate_verify, body);
  return true;
}

bool Tls13Handshake::after_handshake(HandshakeType type, Bytes body) {
  if (type == HandshakeType::new_session_ticket) {
    ticket_ = parse_new_session_ticket(body, ProtocolVersion::TLSv1_3);
    if (!ticket_) return false;
    ++c_.facts.tickets;
    c_.facts.ticket_lifetime = ticket_->lifetime;
    return true;
  }
  if (type == HandshakeType::key_update) {
    if (body.size() != 1 || body[0] > 1) return false;
    key_update(body[0] == 1);
    return true;
  }
  if (type == HandshakeType::certificate_request && c_.hello.has(post_handshake_auth)) {
    c_.unsupported("post_handshake_auth");
    return true;
  }
  c_.violation(AlertDescription::unexpected_message, "message");
  return true;
}

// RFC 8446 sections 4.6.3, 7.2.
void Tls13Handshake::key_update(bool answer) {
  if (!c_.at_message_boundary()) return;
  const auto next = [&](Bytes secret) {
    return hkdf_expand_label(suite_.hash, secret, "traffic upd", {}, size_of(suite_.hash));
  };
  server_secret_ = next(server_secret_);
  read_with(server_secret_);
  if (!answer) return;
  Buffer update = {static_cast<std::uint8_t>(HandshakeType::key_update), 0, 0, 1, 0};
  c_.records.send(ContentType::handshake, update);
  client_secret_ = next(client_secret_);
  write_with(client_secret_);
}

std::optional<Resumption> Tls13Handshake::resumption() const {
  if (!ticket_ || resumption_secret_.empty()) return std::nullopt;
  Resumption out;
  out.version = ProtocolVersion::TLSv1_3;
  out.cipher_suite = c_.facts.cipher_suite;
  out.secret = resumption_psk(suite_.hash, resumption_secret_, ticket_->nonce);
  out.ticket = ticket_->ticket;
  out.lifetime = ticket_->lifetime;
  out.age_add = ticket_->age_add;
  return out;
}

// The PSK that the server took up; nothing, and failed, where none was offered that fits.
std::optional<Buffer> selected_psk(Connection& c, const ServerHello& hello,
                                   const SuiteTraits& suite) {
  if (!hello.selects_psk) return Buffer{};
  const auto& psk = c.options.resumption;
  const auto offered = psk ? find_suite(psk->cipher_suite) : std::nullopt;
  if (!offered || !c.hello.offers_psk || offered->hash != suite.hash) {
    c.violation(AlertDescription::illegal_parameter, "psk_not_offered");
    return std::nullopt;
  }
  c.facts.resumed = true;
  return psk->secret;
}

// The secret of both key shares; nothing, and failed, where there is none.
std::optional<Buffer> agreed(Connection& c, const ServerHello& hello) {
  if (!hello.key_share) {
    if (hello.selects_psk) return Buffer{};  // psk_ke
    c.violation(AlertDescription::missing_extension, "key_share");
    return std::nullopt;
  }
  c.facts.group = hello.key_share;
  const auto own = std::ranges::find(c.options.key_pairs, *hello.key_share, &KeyPair::group);
  if (own == c.options.key_pairs.end()) {
    const bool offered =
        std::ranges::find(c.hello.key_shares, *hello.key_share) != c.hello.key_shares.end();
    if (offered) {
      c.unsupported("group", code(*hello.key_share));
    } else {
      c.violation(AlertDescription::illegal_parameter, "group_not_offered");
    }
    return std::nullopt;
  }
  auto secret = shared_secret(*own, hello.key_exchange);
  if (!secret) c.violation(AlertDescription::illegal_parameter, "key_share");
  return secret;
}

}  // namespace

std::unique_ptr<Handshake> make_tls13(Connection& c, const ServerHello& hello) {
  const auto suite = find_suite(hello.cipher_suite);
  if (!suite || suite->key_exchange != KeyExchange::tls13) {
    c.violation(AlertDescription::illegal_parameter, "cipher_suite_of_another_version");
    return nullptr;
  }
  if (hello.session_id != c.hello.session_id) {
    c.violation(AlertDescription::illegal_parameter, "session_id");
    return nullptr;
  }
  const auto psk = selected_psk(c, hello, *suite);
  const auto shared = psk ? agreed(c, hello) : std::nullopt;
  if (!shared) return nullptr;
  if (!c.hello.session_id.empty() && !c.facts.hello_retry_request) c.send_change_cipher_spec();
  return std::make_unique<Tls13Handshake>(c, *suite, *psk, *shared);
}

}  // namespace tlswhy::session
