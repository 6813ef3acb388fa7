// Whether a change could help at all, as far as the hello and the certificate tell: a server that
// is told to prefer ECDHE does not help a client that offers none.
#pragma once

#include "base/party.hpp"
#include "diagnosis/diagnosis.hpp"
#include "knowledge/cause.hpp"
#include "knowledge/ids.hpp"
#include "transcript/handshake.hpp"

namespace tlswhy {

// False only where what was captured excludes it.
bool could_help(knowledge::ChangeId change, const Handshake& handshake, const Diagnosis& diagnosis);

// Of a cause that the certificate of either side can have: whether the change is about the
// certificate that `judge` refused, which is the other side's, or about the clock it was judged by.
// True for every other cause.
bool concerns_judged(const knowledge::CauseRemedy& remedy, const knowledge::Cause& cause,
                     Party judge);

}  // namespace tlswhy
