// Client profiles: what one client in one version offers, takes, checks, answers and prints:
// knowledge/clients/.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "knowledge/cause.hpp"
#include "knowledge/ids.hpp"
#include "knowledge/language.hpp"
#include "knowledge/stack.hpp"
#include "wire/code_points.hpp"

namespace tlswhy::knowledge {

// When server_name is sent: Java sends none for a name without a dot.
enum class ServerNameRule : std::uint8_t { always, dotted_names, never };

// What the ClientHello says. A list that is empty is an extension that is not sent.
struct Offer {
  std::span<const ProtocolVersion> versions{};     // highest first
  std::span<const CipherSuite> cipher_suites{};    // in order, signalling values left out
  std::span<const NamedGroup> supported_groups{};  // in order
  std::span<const NamedGroup> key_shares{};
  std::span<const SignatureScheme> signature_algorithms{};
  std::span<const SignatureScheme> signature_algorithms_cert{};
  std::span<const std::string_view> alpn{};
  ServerNameRule server_name = ServerNameRule::always;
  bool extended_master_secret = true;  // RFC 7627
  bool renegotiation_info = true;      // RFC 5746, as extension or as SCSV
  // A whole ClientHello of it, as hexadecimal digits of the handshake message; empty: none is
  // known.
  std::string_view client_hello{};
};

// What may end a certification path.
enum class AnchorRule : std::uint8_t {
  any_trusted,             // whatever the store holds, also an intermediate or the leaf itself
  issuers,                 // whatever the store holds; the leaf only where it is its own CA
  issuers_or_self_signed,  // and the leaf where it signed itself
  self_signed,             // only what issued itself
};
// Whether an anchor must be a CA.
enum class AnchorAuthority : std::uint8_t {
  any,                // whatever stands in it
  basic_constraints,  // it says so (RFC 5280 section 4.2.1.9), and keyUsage does not deny it
  or_key_usage,       // keyCertSign is as good
  unless_denied,      // it does not say that it is none
};
// How keyUsage of the leaf is read (RFC 5280 section 4.2.1.3).
enum class KeyUsageRule : std::uint8_t {
  ignored,
  any_use,           // one of digitalSignature, keyEncipherment, keyAgreement
  by_key_exchange,   // digitalSignature for (EC)DHE and TLS 1.3, keyEncipherment for static RSA
  key_encipherment,  // RSA keys need keyEncipherment whatever the key exchange
};
// When the common name counts as a name of the server (RFC 9525 section 2: never).
enum class CommonNameRule : std::uint8_t { never, without_san, without_dns_name };
// Where an address that was asked for is looked for (RFC 9525 section 6.5: iPAddress alone).
enum class AddressRule : std::uint8_t { ip_names, ip_or_dns_names, dns_names };

// Whether the name asked for is compared with the leaf.
enum class NameCheck : std::uint8_t {
  when_asked,  // the program decides; played where a name is given
  always,      // no program can leave it out by accident
  never,       // whatever name is given
};

// How the client judges the server's certificates (RFC 5280 section 6, RFC 9525).
struct PathRules {
  std::span<const SignatureScheme> verifies{};  // signatures on certificates; RSASSA-PSS as rsae
  std::span<const NamedGroup> curves{};         // of EC keys; empty: not limited
  std::span<const CauseId> reports{};  // of several faults the one that stands first here is named
  std::uint16_t minimum_rsa_bits = 0;  // of every key on the path
  std::uint16_t maximum_rsa_bits = 0;  // of the leaf; 0: not limited
  std::uint16_t minimum_ec_bits = 0;
  std::uint16_t maximum_intermediates = 0;  // between leaf and anchor; 0: not limited
  std::uint16_t maximum_sent = 0;           // certificates in the message; 0: not limited
  AnchorRule anchors = AnchorRule::any_trusted;
  AnchorAuthority anchor_authority = AnchorAuthority::any;
  KeyUsageRule leaf_key_usage = KeyUsageRule::ignored;
  CommonNameRule common_name = CommonNameRule::never;
  AddressRule addresses = AddressRule::ip_names;
  NameCheck checks_name = NameCheck::when_asked;
  bool verifies_pss_sha1 = false;         // RSASSA-PSS with SHA-1 has no code point
  bool takes_pss_keys = true;             // CA keys of type id-RSASSA-PSS
  bool strict_pss_keys = true;            // the limits in such a leaf key must allow its TLS scheme
  bool key_ids = false;                   // an issuer of another key id is none
  bool wildcard_below_top_label = false;  // *.test covers a.test
  bool judges_anchor = true;              // validity of the anchor counts
  bool judges_anchor_key = true;          // and the size of its key
  bool anchor_limits = true;              // and its path length and name constraints
  bool anchor_critical = true;            // and its critical extensions
  bool anchor_eku = false;                // and its EKU, where intermediate_eku
  bool takes_v1_anchor = false;           // an X.509 v1 root, without basicConstraints
  bool trusted_leaf_unchecked = false;    // of a leaf in the store only the name counts
  bool leaf_eku = true;                   // an EKU of the leaf must hold serverAuth
  bool intermediate_eku = false;          // an EKU of a CA restricts what is below it
  bool name_constraints = true;           // understood; else a critical one is refused
  bool must_staple = false;               // RFC 7633 without a stapled answer is refused
  bool fetches_issuers = false;           // a missing one by AIA caIssuers
};

// What it prints or logs, by the id of a cause, a variant of it (PathFault::variant) or the name of
// the alert that it received; "any-alert" stands for all other alerts, "else" for all other things.
// Placeholders as in a cause's sentences, and {alert}, {number}.
struct ClientMessage {
  std::string_view on;
  std::string_view text;
};

struct ClientProfile {
  ClientId id;
  std::string_view name;                      // "java-8u152"
  std::span<const std::string_view> aliases;  // everyday names, lower case: "java 8u152"
  StackId stack;                              // the TLS library that it is or uses
  Basis basis;                                // lab: measured; source, issue, know: not
  std::span<const std::string_view> sources;
  std::span<const std::string_view> assumptions;  // what nobody has confirmed
  Texts titles;
  Offer offer;
  ClientPolicy policy;
  PathRules path;
  std::span<const StackAnswers> answers;        // by cause
  std::span<const StackAnswers> answers_tls13;  // where TLS 1.3 differs
  std::span<const ClientMessage> messages;      // by `on`
  bool typical = false;                         // stands for its library where no more is known

  [[nodiscard]] std::string_view title(Language language) const {
    return in_language(titles, language);
  }
  // What it does about a cause; empty where it is not known.
  [[nodiscard]] std::span<const Answer> answers_to(
      CauseId cause, ProtocolVersion version = ProtocolVersion::none) const;
  // The same where it refuses because of it: the first one that is no acceptance.
  [[nodiscard]] std::optional<Answer> refuses_with(
      CauseId cause, ProtocolVersion version = ProtocolVersion::none) const;
  // What it prints, with placeholders; empty where it is not known.
  [[nodiscard]] std::string_view prints(CauseId cause, std::string_view variant = {}) const;
  [[nodiscard]] std::string_view prints_on_alert(std::string_view alert) const;
};

const ClientProfile& client(ClientId id);
// By id or everyday name, upper and lower case alike.
const ClientProfile* find_client(std::string_view name);
std::span<const ClientProfile> clients();
// The known id that is the fewest edits away; empty where nothing is near.
std::string_view nearest_client(std::string_view name);
// The client that stands for a library of which no more is known.
const ClientProfile* typical_client(StackId stack);
// What all clients of a library do, as a client that offers nothing.
const ClientProfile& bare_client(StackId stack);

}  // namespace tlswhy::knowledge
