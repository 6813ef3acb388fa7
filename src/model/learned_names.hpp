// The words for what was learnt of a server: those of its JSON and of differences (docs/json.md).
#pragma once

#include <array>
#include <string_view>

#include "model/learned_server.hpp"

namespace tlswhy {

struct BehaviourName {
  std::string_view name;
  std::optional<bool> LearnedBehaviour::* member;
};
inline constexpr std::array<BehaviourName, 17> behaviour_names = {{
    {"sslv2", &LearnedBehaviour::sslv2},
    {"renegotiation_info", &LearnedBehaviour::renegotiation_info},
    {"extended_master_secret", &LearnedBehaviour::extended_master_secret},
    {"encrypt_then_mac", &LearnedBehaviour::encrypt_then_mac},
    {"fallback_scsv", &LearnedBehaviour::fallback_scsv},
    {"compression", &LearnedBehaviour::compression},
    {"session_tickets", &LearnedBehaviour::session_tickets},
    {"session_ids", &LearnedBehaviour::session_ids},
    {"resumption", &LearnedBehaviour::resumption},
    {"ocsp_stapling", &LearnedBehaviour::ocsp_stapling},
    {"without_signature_algorithms", &LearnedBehaviour::without_signature_algorithms},
    {"minds_signature_algorithms_cert", &LearnedBehaviour::minds_signature_algorithms_cert},
    {"long_hello", &LearnedBehaviour::long_hello},
    {"unknown_name_refused", &LearnedBehaviour::unknown_name_refused},
    {"no_name_refused", &LearnedBehaviour::no_name_refused},
    {"prioritizes_chacha", &LearnedBehaviour::prioritizes_chacha},
    {"server_group_order", &LearnedBehaviour::server_group_order},
}};
static_assert(sizeof(LearnedBehaviour) == behaviour_names.size() * sizeof(std::optional<bool>),
              "a behaviour has no name");

// By the value of their enumerators.
inline constexpr std::array<std::string_view, 3> order_names = {"unknown", "server", "client"};
inline constexpr std::string_view closes_word = "closes";  // a HelloRefusal without an alert
inline constexpr std::array<std::string_view, 3> chain_name_words = {"asked", "none", "foreign"};
inline constexpr std::array<std::string_view, 3> client_certificate_names = {"none", "optional",
                                                                             "required"};

// How a server with such a key authenticates itself (RFC 8446 section 4.4.3).
constexpr std::string_view authentication_name(KeyKind key) {
  switch (key) {
    case KeyKind::rsa: return "rsa";
    case KeyKind::rsa_pss: return "rsa-pss";
    case KeyKind::ec: return "ecdsa";
    case KeyKind::ed25519:
    case KeyKind::ed448: return "eddsa";
    case KeyKind::dsa: return "dsa";
    case KeyKind::ml_dsa: return "ml-dsa";
    case KeyKind::other: break;
  }
  return "other";
}

template <class Words, class Enum>
constexpr std::string_view word_of(const Words& words, Enum value) {
  return words[static_cast<std::size_t>(value) % words.size()];
}

}  // namespace tlswhy
