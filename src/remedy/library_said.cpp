#include "remedy/library_said.hpp"

#include "knowledge/statement.hpp"

namespace tlswhy {

std::string_view library_said(const Transcript& transcript) {
  const LogFacts* log = transcript.transport.log();
  if (log == nullptr || log->speaker == Party::server) return {};
  for (const StatementSeen& s : log->statements) {
    const knowledge::Message& message = knowledge::messages()[s.message];
    if (message.by != knowledge::Speaker::server && !message.library.empty())
      return message.library;
  }
  return {};
}

}  // namespace tlswhy
