// What was learnt of a server by asking it; what it would answer to any client follows from it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/endpoint.hpp"
#include "model/server_model.hpp"

namespace tlswhy {

struct LearnedDh {
  std::uint16_t bits = 0;
  std::string known;                // "ffdhe2048", "Oakley group 2"; empty: of the server's own
  std::vector<std::uint8_t> prime;  // big-endian, without leading zeros
};

struct LearnedChain {
  enum class Name : std::uint8_t { asked, none, foreign };  // what server_name said
  Name name = Name::asked;
  CertificateList chain;  // leaf first, as sent
};

// What a server did with one question; none: it was not asked, or no answer came.
struct LearnedBehaviour {
  std::optional<bool> sslv2;                   // it answers an SSLv2 hello
  std::optional<bool> renegotiation_info;      // RFC 5746
  std::optional<bool> extended_master_secret;  // RFC 7627
  std::optional<bool> encrypt_then_mac;        // RFC 7366
  std::optional<bool> fallback_scsv;           // RFC 7507: refuses a needless fallback
  std::optional<bool> compression;             // takes DEFLATE
  std::optional<bool> session_tickets;         // RFC 5077, RFC 8446 section 4.6.1
  std::optional<bool> session_ids;             // TLS <= 1.2: gives one
  std::optional<bool> resumption;              // took up a session again
  std::optional<bool> ocsp_stapling;
  std::optional<bool> without_signature_algorithms;     // TLS 1.2: answers a hello without them
  std::optional<bool> minds_signature_algorithms_cert;  // other answer where it lists PKCS#1 alone
  std::optional<bool> long_hello;                       // answers a hello that spans two segments
  std::optional<bool> unknown_name_refused;  // refuses a server_name that it does not know
  std::optional<bool> no_name_refused;       // refuses a hello without server_name
  std::optional<bool> prioritizes_chacha;    // picks ChaCha20 for a client that lists it first
  std::optional<bool> server_group_order;    // picks the group by its own order
};

// What it did that cannot both be true of one server: said, not averaged.
struct Contradiction {
  std::string what;                  // a word for programs: "suite", "certificate", "no_answer" ...
  std::vector<std::string> details;  // values that collide
};

struct LearningCost {
  std::uint32_t connections = 0, hellos = 0, rounds = 0, retries = 0;
  double seconds = 0;
};

struct LearnedServer {
  std::string name;  // as asked
  Endpoint address;
  std::string starttls;  // empty: none
  // The server as a party of a handshake that is played. Its `versions`, ascending, are those that
  // it agreed to, and those that fit nothing; its `refused_versions` refused every hello. What was
  // not learnt is as OpenSSL does it by default.
  ServerModel model{};
  std::vector<LearnedDh> dh;
  std::vector<LearnedChain> certificates;
  std::optional<ClientCertificatePolicy> client_certificate;  // none: not seen
  std::vector<std::string> client_certificate_authorities;    // distinguished names, RFC 2253
  LearnedBehaviour behaviour;
  std::vector<Contradiction> contradictions;
  LearningCost cost;
};

// What was learnt besides the lists of the versions becomes a part of `model`, once all is known:
// the chains, the prime, what it does. Lists that were asked in one version alone are those of the
// others too, and a version that refused everything may be enabled all the same.
void complete_model(LearnedServer& learned);
// The server as a client meets it that sends no server_name: its chain may be another.
ServerModel model_without_name(const LearnedServer& learned);

}  // namespace tlswhy
