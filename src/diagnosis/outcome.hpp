// Whether a connection came about, as far as the capture tells.
#pragma once

#include "diagnosis/diagnosis.hpp"
#include "diagnosis/picture.hpp"

namespace tlswhy {

// Bytes of the conversation are missing from the capture, or its beginning is.
bool capture_is_incomplete(const Transcript& transcript, const Handshake& handshake);

Outcome outcome_of(const Transcript& transcript, const Handshake& handshake,
                   const Picture& picture);

}  // namespace tlswhy
