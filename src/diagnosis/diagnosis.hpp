// What diagnosis says of one connection. Data only: sentences are looked up by the report.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/observed.hpp"
#include "base/party.hpp"
#include "knowledge/cause.hpp"
#include "knowledge/client.hpp"
#include "knowledge/sentence.hpp"
#include "knowledge/stack.hpp"

namespace tlswhy {

// unused: a TCP connection that was opened and closed without a byte; nobody refused anything (a
// preconnect, a health check, a scanner).
enum class Outcome : std::uint8_t { established, failed, undetermined, unused };

// Nothing is wrong with it as far as it went.
constexpr bool came_about(Outcome outcome) {
  return outcome == Outcome::established || outcome == Outcome::unused;
}

// shown: the bytes alone decide. consistent: only this cause gives the observed ending.
// one_of: several do, and next_observation would tell.
enum class Confidence : std::uint8_t { shown, consistent, one_of };

// One thing that was seen, as a sentence for people and as fields for programs.
struct Fact {
  knowledge::SentenceId sentence{};
  std::vector<knowledge::Parameter> parameters;
  Provenance at{};         // what shows it
  knowledge::Value value;  // for programs; the name is the sentence's
  // What it collides with, where a policy is known: the key of a profile, its value, the profile.
  std::string rule;
  knowledge::Value need;
  std::string source;
  std::uint8_t witness = 0;  // of several inputs that tell of one connection: which one
  bool operator==(const Fact&) const = default;
};

struct Candidate {
  knowledge::CauseId cause{};
  std::vector<Fact> supports;     // speaks for it
  std::vector<Fact> contradicts;  // speaks against it
};

// A longer list helps nobody.
inline constexpr std::size_t most_candidates = 6;

struct RuledOut {
  knowledge::CauseId cause{};
  Fact by;
};

struct Diagnosis {
  Outcome outcome = Outcome::undetermined;
  std::optional<knowledge::CauseId> cause;       // the likeliest; none where nothing failed
  std::vector<knowledge::Parameter> parameters;  // for the cause's texts
  bool unused = false;  // Outcome::unused, or established and closed without a byte of data
  Party refuser = Party::nobody;
  std::string at;               // the message after which it ended: "server_key_exchange"
  std::uint32_t at_frame = 0;   // of that message
  std::uint32_t end_frame = 0;  // of what ended it; 0: nothing did
  Confidence confidence = Confidence::one_of;
  std::vector<Fact> evidence;
  std::vector<Candidate> candidates;  // with one_of: all of them, `cause` first
  std::vector<RuledOut> ruled_out;
  std::optional<Fact> ending;  // how it ended: "the client sent handshake_failure (40)"
  const knowledge::Stack* client = nullptr;           // recognised
  const knowledge::ClientProfile* profile = nullptr;  // given, or recognised with its version
  bool profile_recognised = false;                    // `profile` was not given
  std::string named_version{};  // "Java 1.8.0_71": as a text has it, where `profile` is but near
};

}  // namespace tlswhy
