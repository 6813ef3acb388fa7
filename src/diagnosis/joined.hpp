// One verdict out of two witnesses of the same connection: its messages, and the words of its
// parties.
#pragma once

#include <cstdint>

#include "diagnosis/diagnosis.hpp"

namespace tlswhy {

// `seen` from messages (diagnose.hpp), `said` from words (said.hpp). Causes that both allow stand
// before others, except where the chain is encrypted and the messages list only what is usual; what
// the messages alone show stands whatever the words say. Where the two contradict each other, what
// a party says of itself leads, and nothing is certain; words that leave open who refused name no
// cause of the side that did not, by the messages.
// `told_of_it`: the words are about this connection and no other, so that they count also where
// the handshake worked.
Diagnosis join(Diagnosis seen, Diagnosis said, bool told_of_it = false);

// Each fact of `d` is what the input `witness` shows.
void sign(Diagnosis& d, std::uint8_t witness);

}  // namespace tlswhy
