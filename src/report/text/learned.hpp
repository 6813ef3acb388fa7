// What was learnt of a server, in labelled lines.
#pragma once

#include "model/learned_server.hpp"
#include "report/text/text.hpp"
#include "report/text/writer.hpp"

namespace tlswhy::text {

// Versions with their suites in order, groups, Diffie-Hellman, schemes, names, what it does, what
// contradicts itself, what it cost. Certificates are shown with the verdicts.
void learned(Writer& writer, const LearnedServer& server, const TextOptions& options);

}  // namespace tlswhy::text
