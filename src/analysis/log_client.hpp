// Which client wrote a log.
#pragma once

#include <string>

#include "knowledge/client.hpp"
#include "transcript/handshake.hpp"
#include "transcript/transcript.hpp"

namespace tlswhy {

// The client that is known to offer just what the log prints, in the version nearest to it; null
// where no client of the dialect's library does. The transcript must be that of a log.
const knowledge::ClientProfile* client_of_log(const Transcript& transcript,
                                              const Handshake& handshake);

struct NamedClient {
  const knowledge::ClientProfile* profile = nullptr;
  std::string version{};  // "Java 1.8.0_71", where the profile is of another one
};

// The client that wrote a text of words alone, by the program and the version that its lines name
// in passing, or the nearest one that is known; none where they name none, or a server wrote it.
NamedClient client_of_words(const LogFacts& log);

}  // namespace tlswhy
