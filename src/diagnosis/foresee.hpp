// The diagnosis of a handshake that was not seen but played.
#pragma once

#include <string>

#include "diagnosis/diagnosis.hpp"
#include "model/negotiate.hpp"

namespace tlswhy {

struct Foreseen {
  Diagnosis diagnosis;
  std::string message;  // what the client will print; empty: nothing, or not known
};

// `graph` is the one that the negotiation looked at; null where no chain was.
Foreseen foresee(const Negotiation& negotiation, const knowledge::ClientProfile& client,
                 const ServerModel& server, const CertificateGraph* graph,
                 const Situation& situation);

}  // namespace tlswhy
