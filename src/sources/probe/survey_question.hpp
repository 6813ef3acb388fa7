// The questions of a survey that one hello, or one handshake, answers. Each is a row: when it is
// asked, what it asks, and what its answer shows.
#pragma once

#include <cstdint>
#include <span>

#include "sources/probe/interview.hpp"

namespace tlswhy {

struct SurveyQuestion;
struct SurveyState;

// A question that was asked and has no answer yet.
struct Underway {
  const SurveyQuestion* single = nullptr;  // null: it belongs to a VersionTrack
  std::size_t track = 0;                   // of a VersionTrack: its place
  bool padded = false, asked_alpn = false, compressed = false;
  std::uint32_t depth = 0;  // how many answers, one after the other, it waited for
  ProbeQuestion question{};
};

struct SurveyQuestion {
  // Whether it is asked once the lists of all versions are known. Null: only another answer asks
  // for it.
  bool (*applies)(const SurveyState&) = nullptr;
  void (*asks)(const SurveyState&, Underway&) = nullptr;
  void (*takes)(SurveyState&, const Underway&, const ProbeAnswer&) = nullptr;
  // Its handshake is carried to the end. Such questions are asked one after the other.
  bool finishes = false;
  // With `finishes`: the signature schemes that it offers; null: all.
  bool (*offers)(SignatureScheme) = nullptr;
};

namespace survey_question {

// In the clear.
extern const SurveyQuestion sslv2, length, no_name, foreign_name, foreign_name_and_schemes,
    certificate_schemes, control, no_schemes, fallback, protocols;
// By handshakes that are finished. Of those that are named after keys each offers only schemes that
// such a key can make.
extern const SurveyQuestion finish, finish_other, finish_ec, finish_rest, finish_rsa, finish_pss,
    finish_ecdsa, finish_eddsa, finish_protocols, resume, finish_no_name, finish_foreign_name;

// Those with `applies`, in the order in which they are asked.
std::span<const SurveyQuestion* const> planned();

}  // namespace survey_question

}  // namespace tlswhy
