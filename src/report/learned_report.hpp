// What was learnt of a server, in labelled lines.
#pragma once

#include "model/learned_server.hpp"
#include "report/report.hpp"
#include "report/wording.hpp"

namespace tlswhy {

// Versions with their suites in order, groups, Diffie-Hellman, schemes, names, what it does, what
// contradicts itself, what it cost. Certificates are shown with the verdicts.
Report learned_report(const LearnedServer& server, const Wording& wording);

}  // namespace tlswhy
