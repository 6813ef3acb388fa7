// From an Explanation to its report. In three parts, since like failures share the second: what
// happened and why, what to do about it, and what it is not.
#pragma once

#include "analysis/explanation.hpp"
#include "report/judged_report.hpp"
#include "report/report.hpp"
#include "report/wording.hpp"

namespace tlswhy {

// Of a connection that was seen. `remedies` depends on shared_remedies and the diagnosis alone.
Report seen_report(const Explanation& explanation, const Wording& wording);
Report seen_remedies(const Explanation& explanation, const Wording& wording);
Report seen_ruled_out(const Explanation& explanation, const Wording& wording);

// For how many failed connections of a capture one stands.
struct Same {
  std::uint64_t count = 1;    // with this verdict
  std::uint64_t failed = 1;   // in the whole input
  std::uint64_t servers = 1;  // that the verdict is about
};
// Nothing where it is the only one.
Report same_report(const Same& same, const Explanation& explanation, const Wording& wording);

// Of what one client would do with a server or a chain; whole. `server`: what it is called.
Report played_report(const Judged& judged, const Explanation& verdict, const std::string& server,
                     const Wording& wording);
// Of all clients: what was learnt, the chain, who would connect and who would not.
Report table_report(const JudgedReport& judged, const Wording& wording);
// "3 clients: 1 would connect, 2 would not"
std::string summary_text(const Judged& judged, const Wording& wording);
// How many connections the input had, and how many of them failed.
std::string summary_text(const Summary& summary, const Wording& wording);
// "client: Java 8 (recognised)"
std::string client_text(const Diagnosis& diagnosis, const Wording& wording);

}  // namespace tlswhy
