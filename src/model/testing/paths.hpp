// Chains out of values alone, and what a client with some rules makes of them.
#pragma once

#include <string>
#include <vector>

#include "knowledge/ids/causes.hpp"
#include "model/path.hpp"
#include "model/testing/parties.hpp"

namespace tlswhy::testing {

constexpr Timestamp now{1'800'000'000LL * 1'000'000'000};
constexpr Timestamp before_now{now.ns - 1'000'000'000};

// A server's certificate by the CA "Issuing".
inline Certificate issued_server() {
  Certificate out = rsa_certificate("shop.test", "Issuing");
  out.has_subject_alt_name = true;
  out.dns_names = {"shop.lab.test"};
  return out;
}

struct Certificates {
  Certificate leaf = issued_server(), issuing = authority("Issuing", "Root"),
              astray = authority("Issuing", "Elsewhere"), root = authority("Root", "Root"),
              cross = authority("Root", "Old");
};

// The name of the first fault; empty where the client takes the chain.
inline std::string judged(const std::vector<Certificate>& sent,
                          const std::vector<Certificate>& store, const knowledge::PathRules& rules,
                          const char* host = "shop.lab.test") {
  const auto verdict = judge_path(rules, CertificateGraph(list(sent), list(store)),
                                  {.host = ServerName(host), .at = now});
  if (verdict.accepted) return {};
  return std::string(knowledge::cause(verdict.faults.at(0).cause).name);
}

}  // namespace tlswhy::testing
