// What a part of a capture may say: nothing that the whole of it does not.
#pragma once

#include <gtest/gtest.h>

#include <set>

#include "property/explained.hpp"

namespace tlswhy::testing {

using Ends = std::array<Endpoint, 2>;

struct Whole {
  std::set<std::string> certain;  // causes that it is certain of
  std::set<Ends> established;
};

inline bool certain(const Diagnosis& d) { return d.cause && d.confidence != Confidence::one_of; }

inline Whole judge_whole(const Packets& packets) {
  Whole out;
  for (const Explained& e : explain_packets(packets)) {
    if (certain(e.diagnosis))
      out.certain.insert(std::string(knowledge::cause(*e.diagnosis.cause).name));
    if (e.diagnosis.outcome == Outcome::established)
      out.established.insert(e.transcript.transport.tcp()->ends);
  }
  return out;
}

inline void expect_no_more_than(const Whole& whole, const Packets& packets,
                                const std::string& what) {
  for (const Explained& e : explain_packets(packets)) {
    if (certain(e.diagnosis)) {
      EXPECT_TRUE(whole.certain.contains(std::string(knowledge::cause(*e.diagnosis.cause).name)))
          << what << ": " << verdict(e.diagnosis);
    }
    if (whole.established.contains(e.transcript.transport.tcp()->ends)) {
      EXPECT_NE(e.diagnosis.outcome, Outcome::failed) << what << ": " << verdict(e.diagnosis);
    }
  }
}

}  // namespace tlswhy::testing
