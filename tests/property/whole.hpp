// What a part of a capture may say: nothing that the whole of it does not.
#pragma once

#include <gtest/gtest.h>

#include <map>
#include <set>

#include "property/explained.hpp"

namespace tlswhy::testing {

using Ends = std::array<Endpoint, 2>;

struct Whole {
  std::set<std::string> certain;  // causes that it is certain of
  std::set<Ends> established;
  std::map<Ends, Endpoint> clients;
};

inline bool certain(const Diagnosis& d) { return d.cause && d.confidence != Confidence::one_of; }

// Whoever is taken for the initiator.
inline Ends sorted(Ends ends) {
  std::ranges::sort(ends);
  return ends;
}

// How many conversations of a part have client and server exchanged, of how many.
struct Roles {
  std::size_t exchanged = 0, all = 0;
  void count(const Whole& whole, const Packets& packets) {
    for (const Explained& e : explain_packets(packets)) {
      const TcpFacts& tcp = *e.transcript.transport.tcp();
      const auto known = whole.clients.find(sorted(tcp.ends));
      if (known == whole.clients.end()) continue;
      ++all;
      exchanged += known->second == tcp.end(e.transcript.client) ? 0U : 1U;
    }
  }
};

inline Whole judge_whole(const Packets& packets) {
  Whole out;
  for (const Explained& e : explain_packets(packets)) {
    if (certain(e.diagnosis))
      out.certain.insert(std::string(knowledge::cause(*e.diagnosis.cause).name));
    const TcpFacts& tcp = *e.transcript.transport.tcp();
    out.clients.emplace(sorted(tcp.ends), tcp.end(e.transcript.client));
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
