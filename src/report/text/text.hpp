// The report as text: a first screen that answers before anybody has to scroll.
#pragma once

#include <string>
#include <vector>

#include "report/conversation.hpp"

namespace tlswhy::text {

struct TextOptions {
  knowledge::Language language{};
  bool colour = false;
};

// A failed (or undecided) connection, standing for `same` of `failed` failed ones of its input.
std::string conversation(const Conversation& conversation, const InputReport& input,
                         std::uint64_t same, std::uint64_t failed, const TextOptions& options);
// One line for a connection that worked (--all).
std::string established(const Conversation& conversation, const TextOptions& options);
// The last lines: counts and notes.
std::string footer(const InputReport& input, const Summary& summary, const TextOptions& options);

}  // namespace tlswhy::text
