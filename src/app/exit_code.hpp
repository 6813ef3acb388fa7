// Exit codes of the contract.
#pragma once

#include "report/input_report.hpp"

namespace tlswhy::exit_code {

constexpr int nothing_failed = 0;
constexpr int usage = 2;
constexpr int unreadable = 3;
constexpr int refused_by_client = 10;
constexpr int refused_by_server = 11;
constexpr int refused_between = 12;
constexpr int would_fail = 20;
constexpr int undecided = 30;

// Of one connection; undetermined ones count only where nothing else was seen (see explain.cpp).
constexpr int of(const Diagnosis& diagnosis) {
  if (diagnosis.outcome != Outcome::failed) return nothing_failed;
  switch (diagnosis.refuser) {
    case Party::client: return refused_by_client;
    case Party::server: return refused_by_server;
    case Party::middlebox:
    case Party::network: return refused_between;
    case Party::nobody: break;
  }
  return undecided;
}

}  // namespace tlswhy::exit_code
