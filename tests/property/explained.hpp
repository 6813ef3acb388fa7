// From packets to diagnoses, without files and without a report.
#pragma once

#include <string>
#include <vector>

#include "capfile/testing/read_all.hpp"
#include "diagnosis/diagnose.hpp"

namespace tlswhy::testing {

using Packets = std::vector<ReadPacket>;

struct Explained {
  Transcript transcript;
  Diagnosis diagnosis;
};

// The TLS conversations, in the order in which they began.
std::vector<Explained> explain_packets(const Packets& packets);

// All that a transcript says, without frame numbers and times.
std::string content(const Transcript& transcript);
// Outcome, cause, refuser, confidence and place.
std::string verdict(const Diagnosis& diagnosis);

}  // namespace tlswhy::testing
