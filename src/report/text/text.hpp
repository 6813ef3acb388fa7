// The report as text: a first screen that answers before anybody has to scroll.
#pragma once

#include <string>
#include <vector>

#include "analysis/explanation.hpp"
#include "report/input_report.hpp"

namespace tlswhy::text {

struct TextOptions {
  knowledge::Language language{};
  bool colour = false;
  bool full = false;      // everything that is known, however long
  std::string product{};  // whose steps to show; empty: those of all products
};

// For how many failed connections one report stands.
struct Same {
  std::uint64_t count = 1;    // with this verdict
  std::uint64_t failed = 1;   // in the whole input
  std::uint64_t servers = 1;  // that the verdict is about
};

// A failed (or undecided) connection and all those that it stands for.
std::string conversation(const Explanation& explanation, const InputReport& input, const Same& same,
                         const TextOptions& options);
// One line for a connection that worked (--all).
std::string established(const Seen& connection, const TextOptions& options);
// The last lines: counts and notes.
std::string footer(const InputReport& input, const Summary& summary, const TextOptions& options);

}  // namespace tlswhy::text
