// How far a connection came and what ended it: the first event after which it could not succeed.
// Later alerts and resets are effects of that one (a bare close answered by an alert, a silent
// close answered by the server's decode_error) and decide nothing.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "transcript/handshake.hpp"
#include "transcript/transcript.hpp"

namespace tlswhy {

// In order of progress.
enum class Stage : std::uint8_t {
  nothing,  // no hello was seen
  client_hello,
  hello_retry_request,
  server_hello,   // and perhaps a part of the server's flight
  server_flight,  // the whole flight: ServerHelloDone, or in TLS 1.3 what stands for Finished
  client_flight,  // the client went on: ClientKeyExchange, its Certificate or its Finished
  established,    // both sides finished
};

enum class Ending : std::uint8_t { none, alert, encrypted_alert, fin, rst, silence, plaintext };

struct Picture {
  Stage stage = Stage::nothing;
  Ending ending = Ending::none;
  Side by{};  // who acted, where somebody did
  std::uint32_t frame = 0;
  Timestamp time;
  std::optional<AlertSeen> alert;  // the deciding one
  HandshakeType after{};  // the last message in clear before the ending; meaningful with a stage
  std::uint32_t after_frame = 0;
  Timestamp after_time;

  bool client_finished = false;  // its Finished was sent (encrypted)
  bool server_finished = false;
  std::uint32_t client_data = 0;  // records of application data, as far as they can be told apart
  std::uint32_t server_data = 0;
  bool client_close_notify = false;  // or in TLS 1.3 a record of the size of an alert
  bool server_close_notify = false;
  bool empty_client_certificate = false;  // TLS <= 1.2: seen; TLS 1.3: told by its record length
  bool certificate_requested = false;     // TLS <= 1.2: seen; TLS 1.3: told by the flight's lengths
  bool single_certificate = false;        // TLS 1.3: the server's Certificate is too short for two
  bool no_alpn_13 = false;  // TLS 1.3: EncryptedExtensions are too short for a selected protocol
  std::int64_t silence_ns = 0;  // between the last thing said and the end of what was captured
};

// `capture_end`: time of the last packet of the whole capture.
Picture take_picture(const Transcript& transcript, const Handshake& handshake,
                     Timestamp capture_end);

}  // namespace tlswhy
