// One explained connection: what was seen, what is thought of it, what to do. Renderers read it.
#pragma once

#include <string>
#include <vector>

#include "diagnosis/diagnosis.hpp"
#include "remedy/remedy.hpp"
#include "transcript/handshake.hpp"
#include "transcript/transcript.hpp"

namespace tlswhy {

struct Conversation {
  Transcript transcript;
  Handshake handshake;
  Diagnosis diagnosis;
  std::vector<Remedy> remedies;

  [[nodiscard]] const Endpoint& client() const { return transcript.tcp.end(transcript.client); }
  [[nodiscard]] const Endpoint& server() const { return transcript.tcp.end(transcript.server()); }
};

// The input as a whole.
struct InputReport {
  std::string name;  // as given on the command line
  std::uint32_t packets = 0;
  bool truncated = false;
  std::vector<std::string> notes;  // sentences
};

struct Summary {
  std::uint64_t conversations = 0, established = 0, failed = 0, undetermined = 0;
  std::vector<std::pair<knowledge::CauseId, std::uint64_t>>
      causes;  // of the failed ones, most first

  void count(const Diagnosis& diagnosis);
};

std::string_view name_of(Outcome outcome);
std::string_view name_of(Confidence confidence);
std::string_view name_of(Party party);
std::string_view name_of(knowledge::Where where);
std::string_view name_of(knowledge::Security security);
// A fact in words.
std::string text_of(const Fact& fact, knowledge::Language language);
// The name by which programs know a fact: the sentence's, without its area.
std::string_view name_of(const Fact& fact);

}  // namespace tlswhy
