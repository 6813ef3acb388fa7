// What the steps of a session share: the records, the messages so far, what was learnt, how it
// ended; and the dispatch of fragments and messages to the handshake of the chosen version.
#pragma once

#include <memory>
#include <string>

#include "session/client_session.hpp"
#include "session/record_layer.hpp"
#include "wire/client_hello.hpp"
#include "wire/handshake_splitter.hpp"

namespace tlswhy::session {

// A handshake in one version, from ServerHello on.
class Handshake {
 public:
  virtual ~Handshake() = default;
  // `whole` has the 4-byte header; also after the handshake.
  virtual void message(HandshakeType type, Bytes body, Bytes whole) = 0;
  virtual void change_cipher_spec() = 0;
  // Our last flight, or what follows the judgement.
  virtual void proceed() = 0;
  [[nodiscard]] virtual std::optional<Resumption> resumption() const = 0;
};

class Connection {
 public:
  Connection(Buffer hello, SessionOptions given);

  void received(Bytes bytes);
  void proceed();
  void refuse(AlertDescription alert);
  void close();
  void write(Bytes data);

  // For the handshakes.
  void send_message(HandshakeType type, Bytes body);  // and adds it to the transcript
  void send_change_cipher_spec();
  void send_alert(AlertLevel level, AlertDescription description);
  // The server's flight is complete: stops to be judged, or goes straight on.
  void flight_complete();
  void violation(AlertDescription alert, std::string what);
  void unsupported(std::string what, std::uint16_t code = 0);
  // The schemes with which our own certificate may sign: the server's order, offered by us too.
  [[nodiscard]] std::vector<SignatureScheme> client_schemes() const;
  // Keys change between messages only (RFC 8446 section 5.1): false, and failed, where they do not.
  bool at_message_boundary();

  SessionOptions options;
  Buffer hello_message;  // as sent last
  ClientHello hello;
  RecordLayer records;
  Buffer transcript;  // every handshake message so far
  SessionFacts facts;
  SessionFailure failure;
  SessionState state = SessionState::handshaking;
  Buffer application_data;
  std::unique_ptr<Handshake> handshake;

 private:
  void pump();
  void fragment(const Fragment& fragment);
  void alert(Bytes body);
  void handshake_bytes(Bytes bytes);
  void message(HandshakeType type, Bytes body, Bytes whole);
  void server_hello(Bytes body, Bytes whole);
  void retry(const ServerHello& request, Bytes whole);
  bool offered(const ServerHello& chosen);
  void fail(SessionFailure::Kind kind, AlertDescription alert, std::string what,
            std::uint16_t code = 0);

  HandshakeSplitter messages_;
  std::optional<CipherSuite> retry_suite_;
};

// Null, and the connection failed, where the server's choice cannot be followed.
std::unique_ptr<Handshake> make_tls13(Connection& connection, const ServerHello& hello);
std::unique_ptr<Handshake> make_legacy(Connection& connection, const ServerHello& hello);

}  // namespace tlswhy::session
