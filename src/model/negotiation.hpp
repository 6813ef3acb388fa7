// How a handshake between a described client and a described server goes, with every candidate that
// was turned down on the way.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/party.hpp"
#include "model/path.hpp"
#include "wire/code_points.hpp"
#include "wire/server_answer.hpp"

namespace tlswhy {

// What a candidate or a handshake can fail on.
enum class Constraint : std::uint8_t {
  offered,            // the client does not offer it
  enabled,            // the server does not have it
  version_of_suite,   // the suite is not of this version
  common_group,       // no group in common for ECDHE or DHE
  dh_group,           // the server has no DHE group that it may use
  credential,         // no certificate for the suite's authentication
  curve_of_key,       // the client does not name the curve of the certificate's key
  signature_scheme,   // no scheme in common that the key can make
  signature_of_leaf,  // signature_algorithms_cert lacks the one on the leaf
  minimum_dh_bits,
  maximum_dh_bits,
  md5_sha1_signature,  // the client does not take ServerKeyExchange as TLS before 1.2 signs it
  renegotiation_info,
  extended_master_secret,
  server_name,
  alpn,
  client_certificate,
  path,  // the client does not accept the chain: Refusal::fault
};

// A candidate that fell: the next one was tried.
struct Rejection {
  enum class Kind : std::uint8_t { version, cipher_suite, credential, scheme };
  Kind kind{};
  std::uint16_t candidate = 0;  // code point, or the credential's place
  Constraint constraint{};
};

// What the server answers to a ClientHello, as far as it is decided in the clear or with keys.
struct ServerFlight : ServerAnswer {
  std::optional<std::size_t> credential{};  // place in ServerModel::credentials
  bool hello_retry_request = false;
  bool certificate_requested = false;
  bool signs_md5_sha1 = false;  // ServerKeyExchange of TLS before 1.2
};

struct Refusal {
  Party by{};
  HandshakeType at{};  // the message after which it ends
  knowledge::CauseId cause{};
  Constraint constraint{};
  ProtocolVersion version{};            // that the server had chosen; none: not even that
  std::uint32_t have = 0, need = 0;     // bits of minimum_dh_bits, maximum_dh_bits
  std::optional<std::uint8_t> alert{};  // AlertDescription; none: not known, or it closes
  bool closes = false;                  // without a word
  bool supposed = false;  // other causes end alike: this one is the usual, and not certain
  std::optional<PathFault> fault{};  // with Constraint::path
};

struct Negotiation {
  ServerFlight flight;  // as far as it came; version none: not even that
  std::optional<PathVerdict> path;
  std::vector<Rejection> rejections;
  std::optional<Refusal> refusal;  // none: established

  [[nodiscard]] bool established() const { return !refusal; }
};

}  // namespace tlswhy
