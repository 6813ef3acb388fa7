// From a transcript to the reason. Pure: no I/O, no clock.
#pragma once

#include <string>

#include "diagnosis/diagnosis.hpp"
#include "transcript/handshake.hpp"
#include "transcript/transcript.hpp"

namespace tlswhy {

struct DiagnosisOptions {
  Timestamp capture_end;  // time of the capture's last packet
  std::string host;       // the name that the client asked for; empty: server_name tells
};

Diagnosis diagnose(const Transcript& transcript, const Handshake& handshake,
                   const DiagnosisOptions& options);

}  // namespace tlswhy
