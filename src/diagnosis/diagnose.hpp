// From a transcript to the reason. Pure: no I/O, no clock.
#pragma once

#include "diagnosis/beside.hpp"
#include "diagnosis/diagnosis.hpp"
#include "diagnosis/picture.hpp"
#include "model/setting.hpp"
#include "transcript/handshake.hpp"
#include "transcript/transcript.hpp"

namespace tlswhy {

// What a connection shows before anybody has read its certificates.
struct Look {
  Picture picture;
  Outcome outcome = Outcome::undetermined;
  // It was established and left at once, as by a client that judges certificates late: what they
  // say decides whether it was refused.
  bool certificates_decide = false;
  bool unused = false;  // nothing failed, and nobody sent data
};

// `capture_end`: time of the last packet of the capture, as far as it was read.
Look look_at(const Transcript& transcript, const Handshake& handshake, Timestamp capture_end);

// The certificates of `handshake` must have been read (read_certificates()), unless `look` shows
// that the connection was established and that they decide nothing. `beside`: what other
// connections of the same source show of it.
Diagnosis diagnose(const Transcript& transcript, const Handshake& handshake, const Look& look,
                   const Setting& setting, const Beside& beside = {});

}  // namespace tlswhy
