// Any bytes as what a server answers to a hello of ours (src/session/testing/steady_session.hpp has
// the form of the input). As nobody can guess the bytes of a record that decrypts, one flag gives
// the handshake its messages in clear: type, vector16. Version 0: a recorded hello, to be made our
// own.
#include "session/connection.hpp"
#include "session/recorded_hello.hpp"
#include "session/testing/steady_session.hpp"

namespace {

using namespace tlswhy;
using testing::SteadyForm;

void check(SessionState state, const SessionFacts& facts, const SessionFailure& failure) {
  const bool failed = failure.kind != SessionFailure::Kind::none;
  if (failed != (state == SessionState::failed)) __builtin_trap();
  if (state == SessionState::connected && facts.server_finished_valid != true) __builtin_trap();
  if (state == SessionState::connected && facts.signature_valid == false) __builtin_trap();
}

void play_records(const SteadyForm& form, Bytes bytes) {
  ClientSession session = testing::steady_session(form);
  const std::size_t piece = form.has(SteadyForm::byte_by_byte) ? 1 : bytes.size();
  for (; !bytes.empty(); bytes = bytes.subspan(std::min(piece, bytes.size()))) {
    session.received(bytes.first(std::min(piece, bytes.size())));
    session.proceed();
    session.write(as_bytes("data"));
    // Every call answers with little: the hello, one flight, an alert.
    if (session.take_output().size() > 16'384 + bytes.size()) __builtin_trap();
  }
  if (session.take_application_data().size() > 1U << 24) __builtin_trap();
  check(session.state(), session.facts(), session.failure());
  session.close();
}

void play_messages(const SteadyForm& form, Reader in) {
  HelloContent hello = testing::steady_hello(form);
  SessionOptions options = testing::steady_options(form, hello);
  session::Connection connection(write_client_hello(hello), std::move(options));
  const auto chosen = parse_server_hello(in.vector16());
  if (!in.ok() || !chosen || chosen->hello_retry_request) return;
  connection.facts.version = chosen->selected_version;
  connection.facts.cipher_suite = chosen->cipher_suite;
  if (!find_suite(chosen->cipher_suite)) return;
  connection.handshake = is_tls13(form.version) ? session::make_tls13(connection, *chosen)
                                                : session::make_legacy(connection, *chosen);
  while (connection.handshake && connection.state != SessionState::failed && !in.empty()) {
    const auto type = static_cast<HandshakeType>(in.u8());
    std::vector<std::uint8_t> whole = {static_cast<std::uint8_t>(type)};
    put_vector(whole, in.vector16(), 3);
    if (!in.ok()) break;
    if (type == HandshakeType::message_hash) {  // no message of a server: stands for this
      connection.handshake->change_cipher_spec();
    } else {
      connection.handshake->message(type, Bytes(whole).subspan(4), whole);
    }
    connection.proceed();
  }
  check(connection.state, connection.facts, connection.failure);
}

void play_hello(Bytes recorded) {
  const auto own = own_hello(recorded, "server.example", testing::steady_random());
  if (!own) return;
  const auto again = parse_client_hello(Bytes(own->message).subspan(4));
  if (!again || again->damaged || again->offers_psk || !again->session_ticket.empty())
    __builtin_trap();
  SessionOptions options;
  options.key_pairs = own->key_pairs;
  ClientSession session(own->message, std::move(options));
  check(session.state(), session.facts(), session.failure());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  Reader in({data, size});
  SteadyForm form;
  form.version = static_cast<ProtocolVersion>(in.u16());
  form.suite = in.u16();
  form.flags = in.u8();
  if (!in.ok()) return 0;
  if (form.version == ProtocolVersion::none) {
    play_hello(in.rest());
  } else if (form.has(SteadyForm::in_clear)) {
    play_messages(form, in);
  } else {
    play_records(form, in.rest());
  }
  return 0;
}
