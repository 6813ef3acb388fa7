// One verdict out of two witnesses of the same connection: its messages, and the words of its
// parties.
#pragma once

#include <cstdint>

#include "diagnosis/diagnosis.hpp"
#include "transcript/handshake.hpp"

namespace tlswhy {

// `seen` from messages (diagnose.hpp), `said` from words (said.hpp). Causes that both allow stand
// before others, except where the chain is encrypted and the messages list only what is usual; what
// the messages alone show stands whatever the words say. Where the two contradict each other, what
// a party says of itself leads, and nothing is certain; words that leave open who refused name no
// cause of the side that did not, by the messages, and no words name what the messages rule out
// (knowledge::Judged): a ClientHello that was answered, or TLS 1.2 where TLS 1.3 was chosen.
// `told_of_it`: the words are about this connection and no other, so that they count also where
// the handshake worked.
Diagnosis join(Diagnosis seen, const Handshake& messages, Diagnosis said, bool told_of_it);

// Each fact of `d` is what the input `witness` shows.
void sign(Diagnosis& d, std::uint8_t witness);

}  // namespace tlswhy
