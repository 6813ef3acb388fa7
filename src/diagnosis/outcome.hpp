// Whether a connection came about, as far as the capture tells.
#pragma once

#include "diagnosis/diagnosis.hpp"
#include "diagnosis/picture.hpp"

namespace tlswhy {

Outcome outcome_of(const Transcript& transcript, const Handshake& handshake,
                   const Picture& picture);

}  // namespace tlswhy
