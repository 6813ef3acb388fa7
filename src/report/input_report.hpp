// What a report says of its input as a whole, and the contract's words for what it says.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "diagnosis/diagnosis.hpp"
#include "knowledge/change.hpp"

namespace tlswhy {

struct InputReport {
  std::string kind;                  // "capture", "log", "chain", "server" or "probe"
  std::string name;                  // as given on the command line
  std::vector<std::string> notes{};  // sentences on the input and on what was given with it
  std::uint32_t packets = 0;         // of a capture
  std::uint32_t lines = 0;           // of a log
  bool truncated = false;
};

struct Summary {
  std::uint64_t conversations = 0, established = 0, failed = 0, undetermined = 0, unused = 0;
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
