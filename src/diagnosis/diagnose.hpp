// From a transcript to the reason. Pure: no I/O, no clock.
#pragma once

#include <optional>

#include "base/server_name.hpp"
#include "diagnosis/diagnosis.hpp"
#include "model/server_model.hpp"
#include "transcript/handshake.hpp"
#include "transcript/transcript.hpp"

namespace tlswhy {

struct DiagnosisOptions {
  Timestamp capture_end;          // time of the capture's last packet
  ServerName host;                // the name that the client asked for; empty: server_name tells
  std::optional<Timestamp> at{};  // when certificates are judged
  const knowledge::ClientProfile* client = nullptr;  // where it is known which one it is
  const CertificateList* store = nullptr;            // what it trusts, where that is known
  const ServerModel* server = nullptr;               // a description of the server
  bool server_elsewhere = false;  // its certificates are those of another connection
};

Diagnosis diagnose(const Transcript& transcript, const Handshake& handshake,
                   const DiagnosisOptions& options);

}  // namespace tlswhy
