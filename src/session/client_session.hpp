// A TLS client that finishes a handshake which began with a ClientHello of our own: TLS 1.3 (RFC
// 8446), TLS 1.0 to 1.2 (RFC 2246, 4346, 5246), SSLv3 (RFC 6101). Sans-I/O: bytes in, bytes out, no
// socket and no clock. A measuring instrument, nothing for secrets: it takes weak primitives, and
// it does not judge the chain; of the server's signature and Finished it says whether they are
// right.
//
// How a caller drives it:
//   send take_output(); give what arrives to received(), in pieces of any size; send take_output()
//   again after every call; look at state().
// With `judge` it stops in SessionState::judging once the server's flight is complete: facts() then
// has all that a client decides on, and proceed() or refuse() says how it goes on. In TLS 1.3 a
// server says what it thinks of our certificate only after `connected`: read on.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "session/client_certificate.hpp"
#include "session/key_exchange.hpp"
#include "session/resumption.hpp"
#include "session/session_facts.hpp"
#include "wire/client_hello_writer.hpp"

namespace tlswhy {

struct SessionOptions {
  std::vector<KeyPair> key_pairs;  // of the hello's key shares (add_key_shares)
  std::optional<ClientCertificate> client_certificate;  // none: answered with an empty list
  std::optional<Resumption> resumption;                 // that the hello offers (offer_resumption)
  bool judge = false;
  Random random;  // empty: libcrypto's
};

// Makes a key pair for each group that libcrypto has and puts its public half into the hello.
std::vector<KeyPair> add_key_shares(HelloContent& content, std::span<const NamedGroup> groups,
                                    const Random& random = {});

namespace session {
class Connection;
}

class ClientSession {
 public:
  // `hello` is the handshake message with its 4-byte header, as write_client_hello() makes it or as
  // a real client sent it. PSK binders in it are put right here; a HelloRetryRequest is answered
  // with the same hello and another key share.
  ClientSession(std::vector<std::uint8_t> hello, SessionOptions options);
  ClientSession(ClientSession&&) noexcept;
  ClientSession& operator=(ClientSession&&) noexcept;
  ~ClientSession();

  // The records to send now.
  [[nodiscard]] std::vector<std::uint8_t> take_output();
  // Bytes from the server. Ignored once the session failed or was closed.
  void received(Bytes bytes);

  [[nodiscard]] SessionState state() const;
  [[nodiscard]] const SessionFacts& facts() const;
  [[nodiscard]] const SessionFailure& failure() const;

  // Goes on after `judging`; nothing in any other state.
  void proceed();
  // Sends a fatal alert, protected as far as keys are there, and ends the session.
  void refuse(AlertDescription alert);
  // Sends close_notify.
  void close();

  // Once connected; nothing in any other state.
  void write(Bytes application_data);
  // What arrived since the last call. Take it after each received(): nothing else bounds it.
  [[nodiscard]] std::vector<std::uint8_t> take_application_data();

  // What a later session can resume: a ticket, or a session id. In TLS 1.3 tickets come after the
  // handshake, mostly before the first application data.
  [[nodiscard]] std::optional<Resumption> resumption() const;

 private:
  std::unique_ptr<session::Connection> connection_;
};

}  // namespace tlswhy
