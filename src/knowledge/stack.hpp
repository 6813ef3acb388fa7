// How a TLS library writes its ClientHello and answers what it does not accept: knowledge/stacks/.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "knowledge/ids.hpp"
#include "knowledge/language.hpp"

namespace tlswhy::knowledge {

// Where TLS_EMPTY_RENEGOTIATION_INFO_SCSV stands among the suites (RFC 5746 section 3.3).
enum class ScsvPlace : std::uint8_t { first, last, absent };
// When a client passes its verdict on the server's certificate.
enum class Judges : std::uint8_t { before_key_exchange, after_finished, after_connected };

// A hello fits if every given rule holds; a list that is empty is no rule.
struct HelloRules {
  using Codes = std::span<const std::uint16_t>;
  Codes extension_order{};  // the hello's extensions, GREASE removed, are a subsequence of it
  Codes has_extensions{}, lacks_extensions{};
  Codes suites_have{}, suites_lack{};
  Codes suites_begin{};  // the hello's suites, GREASE and SCSVs removed, begin with these
  Codes schemes_have{}, schemes_lack{};
  std::optional<ScsvPlace> scsv{};
  std::optional<bool> grease{};  // RFC 8701 values are present
  std::optional<bool> tls13{};   // supported_versions holds TLS 1.3
};

// Which addresses of a name with several it connects to, in the order that the resolver gave.
enum class AddressUse : std::uint8_t {
  next,        // each, until one accepts the connection
  first,       // the first one alone
  first_ipv4,  // the first of IPv4 alone; of IPv6 where there is no other
};

// What the stack accepts as a client; nothing where it is not known.
struct ClientPolicy {
  std::optional<std::uint16_t> minimum_dh_bits{}, maximum_dh_bits{};
  std::optional<bool> verifies_md5_sha1{};  // ServerKeyExchange as TLS before 1.2 signs it
  std::optional<Judges> judges{};
  std::optional<bool> programs_judge_late{};  // many programs over it verify after the handshake
  std::optional<AddressUse> tries_addresses{};
  std::optional<bool>
      alert_clear_in_tls13{};  // its certificate alerts are not encrypted in TLS 1.3
};

// What else sets its answers apart.
struct StackHabits {
  // It says insufficient_security of the key exchange alone.
  bool insufficient_security_means_key_exchange = false;
  bool sends_names_without_dot = true;        // a host name of one label stands in server_name
  std::optional<CauseId> made_stricter_by{};  // the setting of an installation that limits it more
};

struct Answer {
  enum class Kind : std::uint8_t { alert, accepts, closes };  // closes: without an alert
  Kind kind;
  std::uint8_t alert;  // AlertDescription where kind is alert
};
struct StackAnswers {
  CauseId cause;
  std::span<const Answer> answers;  // any of them
};

struct Stack {
  StackId id;
  std::string_view name;
  std::string_view family;  // "jsse", "openssl", ...
  std::span<const std::string_view> sources;
  Texts titles;
  HelloRules hello;
  ClientPolicy policy;
  StackHabits habits;
  std::span<const StackAnswers> answers;  // by cause

  [[nodiscard]] std::string_view title(Language language) const {
    return in_language(titles, language);
  }
  // What the stack, as a client, does about a cause; empty where it is not known.
  [[nodiscard]] std::span<const Answer> answers_to(CauseId cause) const;
};

const Stack& stack(StackId id);
std::optional<StackId> find_stack(std::string_view name);
std::span<const Stack> stacks();

}  // namespace tlswhy::knowledge
