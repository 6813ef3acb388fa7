// What a session learnt of its server, and how it ended: data, whether it succeeded or not.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "wire/code_points.hpp"
#include "wire/server_answer.hpp"
#include "wire/server_messages.hpp"

namespace tlswhy {

struct ReceivedAlert {
  AlertLevel level{};
  AlertDescription description{};
};

// Filled while messages arrive; what was not reached keeps its first value.
struct SessionFacts : ServerAnswer {
  std::vector<std::uint8_t> session_id;   // that of ServerHello
  std::vector<ExtensionType> extensions;  // of ServerHello, then of EncryptedExtensions
  bool hello_retry_request = false;
  bool resumed = false;
  std::optional<bool> signature_valid;  // none: nothing was signed, or it cannot be verified here
  std::vector<std::vector<std::uint8_t>> certificates;  // DER, leaf first, as sent
  std::vector<std::uint8_t> ocsp_response;              // stapled to the leaf; empty: none
  std::optional<CertificateRequest> certificate_request;
  std::optional<bool> server_finished_valid;

  std::uint32_t tickets = 0;             // NewSessionTicket messages
  std::uint32_t ticket_lifetime = 0;     // seconds, of the last one
  bool renegotiation_requested = false;  // HelloRequest after the handshake; we do not follow it
  std::optional<ReceivedAlert> alert;    // the last one, warnings included
};

enum class SessionState : std::uint8_t {
  handshaking,
  judging,  // the server's flight is complete; proceed() or refuse()
  connected,
  failed,
  closed,  // the server sent close_notify, or close() was called
};

// Why a session failed. `what` is a word for programs:
// - alert_received: "alert"; refused: "refused".
// - unsupported, with the code point in `code`: "version", "cipher_suite" (PSK, export, static DH,
// or
//   a cipher that libcrypto has not), "group" (ML-KEM before OpenSSL 3.5), "compression",
//   "extension"; without one: "explicit_curve", "dh_bits" (above 10,000), "certificate_key" (no RSA
//   key for RSA key exchange), "client_certificate" (no scheme in common, or SSLv3),
//   "compressed_certificate", "post_handshake_auth".
// - violation: "not_tls", "bad_record_mac", "record_too_long", "message_too_long", "too_much_data",
//   "signature", "server_finished"; the message, extension or value that is wrong ("server_hello",
//   "certificate", "key_share", "dh_value" ...); "message" for one that is out of order; what was
//   not offered ("version_not_offered", "cipher_suite_not_offered", "group_not_offered" ...).
struct SessionFailure {
  enum class Kind : std::uint8_t {
    none,
    alert_received,
    refused,      // by refuse()
    violation,    // the server broke the protocol; we sent `alert`
    unsupported,  // this program cannot go on, another client could; we sent `alert`
  };
  Kind kind = Kind::none;
  AlertDescription alert{};
  std::string what;        // a word for programs: "group", "server_finished", "not_tls" ...
  std::uint16_t code = 0;  // the code point that `what` is about, where there is one
};

}  // namespace tlswhy
