// Why connections fail: knowledge/causes/.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "knowledge/change.hpp"
#include "knowledge/ids.hpp"
#include "knowledge/language.hpp"

namespace tlswhy::knowledge {

enum class Refuser : std::uint8_t { client, server, either, middlebox, network, nobody };
// What rules a cause out. client_hello: the server judges the ClientHello, and has answered it with
// a ServerHello. before_tls13: the cause lies in what TLS 1.3 has no more, as ServerKeyExchange and
// renegotiation (RFC 8446 section 1.2).
enum class Judged : std::uint8_t { anything, client_hello, before_tls13 };
// How the cause is known: seen in our lab, read in source code, read in public threads, or general
// protocol knowledge.
enum class Basis : std::uint8_t { lab, source, issue, know };

struct CauseRemedy {
  ChangeId change;
  Where where;
  Security security;
};

// Patterns for render(); `never` may be empty.
struct CauseText {
  std::string_view title, verdict, explain, observe, never;
};

struct Cause {
  CauseId id;
  std::string_view name;   // "weak-dh-group"
  std::string_view group;  // "key-exchange"
  Refuser refuser;
  std::string_view family;  // of the one library that refuses so, as Stack::family; empty: any
  Judged judged;
  std::span<const Basis> basis;
  std::span<const std::string_view> sources;
  std::span<const std::uint16_t> rfc;
  std::span<const std::string_view> parameters;  // that the texts may use
  std::span<const CauseId> look_alikes;          // most alike first
  std::span<const CauseRemedy> remedies;         // best first
  std::span<const CauseText> texts;              // by language

  [[nodiscard]] const CauseText& text(Language language) const {
    return texts[static_cast<std::size_t>(language)];
  }
};

const Cause& cause(CauseId id);
std::optional<CauseId> find_cause(std::string_view name);
std::span<const Cause> causes();
// Whether this program can name the cause of a connection; of the others it knows the texts alone.
bool is_recognised(CauseId id);

}  // namespace tlswhy::knowledge
