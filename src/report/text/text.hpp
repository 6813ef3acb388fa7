// Reports as text.
#pragma once

#include <string>

#include "analysis/explanation.hpp"
#include "report/compose.hpp"
#include "report/judged_report.hpp"
#include "report/wording.hpp"

namespace tlswhy::text {

struct TextOptions : Wording {
  bool colour = false;
  bool markdown = false;  // for a ticket, in place of 80 columns
};

// A failed (or undecided) connection and all those that it stands for; one line for one that was
// established.
std::string conversation(const Explanation& explanation, const InputReport& input, const Same& same,
                         const TextOptions& options);
// The last lines: counts and notes.
std::string footer(const InputReport& input, const Summary& summary, const TextOptions& options);

// The whole story of one client, or a table of many and the stories of some that would not connect.
std::string verdicts(const JudgedReport& report, const TextOptions& options);

}  // namespace tlswhy::text
