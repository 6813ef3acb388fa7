// What parties say of a handshake in texts: knowledge/statements.toml and knowledge/messages/.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "knowledge/ids.hpp"

namespace tlswhy::knowledge {

// How much a statement tells of the reason; the weightiest one on a connection decides.
// A context decides nothing alone: it says how far the handshake came.
enum class Weight : std::uint8_t { context, established, ending, symptom, refusal, alert, reason };
// The most that a statement alone allows to conclude of its first cause.
enum class Sure : std::uint8_t { one_of, consistent, shown };
// Who refused, where somebody states it.
enum class StatedRefuser : std::uint8_t { speaker, peer, client, server, nobody };
// On which side a program speaks that prints a text.
enum class Speaker : std::uint8_t { any, client, server };

struct Statement {
  std::string_view name;  // "issuer-unknown", "alert-unknown-ca"
  Weight weight;
  StatedRefuser refuser;
  Speaker usual;  // who makes it where the text does not tell; any: either does
  // Likeliest first, where the client states it, or the server. `leaf` and `issuer`: where the text
  // says at which depth of the path; empty where that makes no difference.
  std::span<const CauseId> client, server, client_leaf, client_issuer, server_leaf;
  Sure sure_client, sure_server;
  // Whether a symptom counts where the text has said before that the handshake worked.
  enum class After : std::uint8_t { never, also, only } after_established;
  bool alone;  // a symptom that is answered where it is the whole text
};

// A text that a library or a program prints. One `*` stands for anything on the same line; behind a
// `$` at the end nothing follows on it.
struct Message {
  std::string_view text;
  std::uint16_t statement;   // its place in statements()
  std::string_view family;   // the file of knowledge/messages that holds it
  std::string_view library;  // whose words these are: Stack::family; empty: of several
  Speaker by;
  bool heard;  // what the other party said: an alert that was received
};

// A line that shows which program speaks, and on which side.
struct ProgramMark {
  std::string_view text;
  std::string_view program;  // "nginx-error"
  Speaker by;
};

std::span<const Statement> statements();
std::span<const Message> messages();
std::span<const ProgramMark> program_marks();
// What stands on lines about certificates that no peer of TLS showed: of signed files, messages and
// tickets.
std::span<const std::string_view> other_matters();

}  // namespace tlswhy::knowledge
