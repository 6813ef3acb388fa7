// Client profiles: what one client in one version offers, takes, checks, answers and prints:
// knowledge/clients/.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

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
  unless_no_ca,       // the same, and keyUsage does not count
};
// How keyUsage of the leaf is read (RFC 5280 section 4.2.1.3).
enum class KeyUsageRule : std::uint8_t {
  ignored,
  any_use,           // one of digitalSignature, keyEncipherment, keyAgreement
  by_key_exchange,   // digitalSignature for (EC)DHE and TLS 1.3, keyEncipherment for static RSA
  key_encipherment,  // RSA keys need keyEncipherment whatever the key exchange
};
// When the common name counts as a name of the server (RFC 9525 section 2: never).
enum class CommonNameRule : std::uint8_t {
  never,
  without_san,
  without_dns_name,
  without_dns_or_ip_name,
};
// Where an address that was asked for is looked for (RFC 9525 section 6.5: iPAddress alone).
enum class AddressRule : std::uint8_t {
  ip_names,
  ip_or_dns_names,
  dns_names,
  ip_or_common_name,      // where the common name counts as a name
  ip_dns_or_common_name,  // the common name where there is no iPAddress
};

// How a path is looked for among the certificates at hand (RFC 4158).
enum class PathBuilding : std::uint8_t {
  searches,       // goes back and tries another issuer where a path does not hold
  trusted_first,  // one issuer each time and no way back: the store's if it has one, else a sent
                  // one
  sent_first,     // the same, in the order sent; the store is asked where no sent one is left
  sent_first_or_shorter,  // and where this ends at no anchor, at a trusted issuer further down
  best_issuer,  // one each time: one that may issue before others, then those valid now, then
                // trusted ones, then the newest
};
// What of an authorityKeyIdentifier must fit the issuer (RFC 5280 section 4.2.1.1).
enum class KeyIdRule : std::uint8_t {
  ignored,
  key_id,
  all,
  key_id_else_serial,  // issuer and serial number where it has no key identifier
};
// Whether a CA's name constraints bind the common name as well, and as what.
enum class CommonNameConstraint : std::uint8_t {
  never,
  without_dns_name,  // of the leaf, as a dNSName where subjectAltName has none
  without_san,       // of the leaf, as a dNSName where there is no subjectAltName
  any_text,          // of the leaf as without_dns_name, also where it can be no dNSName
  by_kind,  // of every certificate: an address without an iPAddress, else without a dNSName
};
// Whose names must lie within a CA's name constraints (RFC 5280 section 6.1.3 b and c: all).
enum class NamesConstrained : std::uint8_t { all_below, leaf, leaf_and_itself };
// What a constraint on names of a form that the client does not know does (section 4.2.1.10).
enum class UnknownForms : std::uint8_t { where_named, refused, refused_where_critical };
// Addresses of a wrong length in subjectAltName or in name constraints.
enum class UnreadableNames : std::uint8_t { where_constrained, in_constraints, refused, ignored };
// Extensions that are there and cannot be decoded.
enum class UnreadableExtensions : std::uint8_t { those_of_paths, all, ignored };
// Where anyExtendedKeyUsage is as good as serverAuth (RFC 5280 section 4.2.1.12).
enum class AnyPurpose : std::uint8_t { everywhere, leaf, nowhere };
// What a wildcard may stand for (RFC 9525 section 6.3: the whole leftmost label).
enum class WildcardRule : std::uint8_t {
  whole_label,
  part_of_label,
  any_label,
  end_of_label,    // of the leftmost one, after what has to be there
  start_of_label,  // before it
};
// What the extensions of certificate policies do (RFC 5280 sections 4.2.1.4, 4.2.1.5, 4.2.1.11 and
// 4.2.1.14).
enum class PolicyRule : std::uint8_t {
  known,                // understood, and any policy is good
  constraints_unknown,  // only certificatePolicies is understood
  inhibition_known,     // and inhibitAnyPolicy
  unknown,              // none is: a critical one is refused
  enforced,             // section 6.1, with any policy good at the beginning
};

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
  // Comparisons of one certificate's names with one CA's constraints, times 1,024; 0: not limited.
  std::uint16_t maximum_name_checks = 0;
  // Leaves issued from this day on are held to maximum_days and needs_server_auth; days since
  // 1970-01-01, 0: all are.
  std::uint16_t modern_from = 0;
  std::uint16_t maximum_days = 0;   // from notBefore to notAfter of a leaf; 0: not limited
  std::uint16_t early_minutes = 0;  // by which notBefore may be ahead
  AnchorRule anchors = AnchorRule::any_trusted;
  AnchorAuthority anchor_authority = AnchorAuthority::any;
  KeyUsageRule leaf_key_usage = KeyUsageRule::ignored;
  CommonNameRule common_name = CommonNameRule::never;
  AddressRule addresses = AddressRule::ip_names;
  NameCheck checks_name = NameCheck::when_asked;
  PathBuilding building = PathBuilding::searches;
  KeyIdRule key_ids = KeyIdRule::ignored;
  CommonNameConstraint constrains_common_name = CommonNameConstraint::never;
  NamesConstrained names_constrained = NamesConstrained::all_below;
  UnknownForms unknown_forms = UnknownForms::where_named;
  UnreadableNames unreadable_names = UnreadableNames::where_constrained;
  UnreadableExtensions unreadable_extensions = UnreadableExtensions::those_of_paths;
  WildcardRule wildcards = WildcardRule::whole_label;
  AnyPurpose any_purpose = AnyPurpose::everywhere;
  PolicyRule policies = PolicyRule::known;
  bool verifies_pss_sha1 = false;         // RSASSA-PSS with SHA-1 has no code point
  bool takes_pss_keys = true;             // CA keys of type id-RSASSA-PSS
  bool strict_pss_keys = true;            // the limits in such a leaf key must allow its TLS scheme
  bool wildcard_below_top_label = false;  // *.test covers a.test
  bool judges_anchor = true;              // validity of the anchor counts
  bool judges_anchor_key = true;          // and the size of its key
  bool anchor_limits = true;              // and its path length and name constraints
  bool anchor_critical = true;            // and its critical extensions
  bool anchor_eku = false;                // and its EKU, where intermediate_eku
  bool takes_v1_anchor = false;           // an X.509 v1 root, without basicConstraints
  bool trusted_leaf_unchecked = false;    // of a leaf in the store only the name counts
  bool leaf_eku = true;                   // an EKU of the leaf must hold serverAuth
  bool needs_server_auth = false;         // and there must be one
  bool intermediate_eku = false;          // an EKU of a CA restricts what is below it
  bool name_constraints = true;           // understood; else a critical one is refused
  bool must_staple = false;               // RFC 7633 without a stapled answer is refused
  bool fetches_issuers = false;           // a missing one by AIA caIssuers
  bool self_issued_count = false;         // in path lengths and name constraints (RFC 5280: not)
  bool exclusions_bind_wildcards = false;  // a wildcard that covers an excluded name is excluded
  bool last_second_expired = false;        // notAfter itself is too late (RFC 5280: is not)
  bool strict = false;                     // the profile of RFC 5280 section 4 is enforced
  bool takes_empty_eku = false;            // an EKU without a purpose restricts nothing
  bool takes_critical_authority = false;   // critical authorityKeyIdentifier, authorityInfoAccess
  bool takes_critical_subject_key_id = false;
  bool takes_explicit_curves = false;  // EC parameters that are spelled out (RFC 5480: forbidden)
  bool takes_empty_key_usage = false;  // a keyUsage without a bit allows everything
  bool takes_bare_wildcard = false;    // "*" covers a name of one label
  bool takes_underscores = true;       // in the name asked for
  bool empty_subject_strict = false;   // needs a critical subjectAltName (section 4.2.1.6)
  // A chain whose names follow each other up to a trusted issuer is validated as it was sent;
  // others are searched for a path.
  bool validates_as_sent = false;
  bool one_self_issued =
      false;                  // no path goes over two CAs in a row that name themselves as issuer
  bool no_key_twice = false;  // nor comes to the same name and key again
  bool judges_far_anchor = false;   // a search minds the validity of an anchor not next to the leaf
  bool takes_dotted_names = false;  // "shop.test." in the certificate is "shop.test"
  bool plain_wildcards = false;     // beside "*", a name with one has letters, digits, hyphens only
  bool takes_repeated_unknown = false;     // an extension that nobody knows may be there twice
  bool takes_empty_dns_constraint = true;  // a constraint to all DNS names can be read
  bool reads_all_sent = false;     // one beside the path that it cannot read ends the handshake
  bool needs_leaf_issuer = false;  // a leaf whose issuer has no name is refused
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
// The one with this id, upper and lower case alike; null where there is none.
const ClientProfile* find_client(std::string_view id);
// The one with this id, or all that go by this everyday name: "java 8" without an update is each
// of its updates that is known. Empty where none is.
std::vector<const ClientProfile*> clients_called(std::string_view name);
std::span<const ClientProfile> clients();
// The known id that is the fewest edits away; empty where nothing is near.
std::string_view nearest_client(std::string_view name);
// The client that stands for a library of which no more is known.
const ClientProfile* typical_client(StackId stack);
// What all clients of a library do, as a client that offers nothing.
const ClientProfile& bare_client(StackId stack);

}  // namespace tlswhy::knowledge
