// What the model says of the server that was given beside a text: words leave causes open that the
// server's chain or its suites decide.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "analysis/explanation.hpp"
#include "diagnosis/diagnosis.hpp"
#include "model/setting.hpp"
#include "transcript/transport.hpp"

namespace tlswhy {

class PlayedBeside {
 public:
  // `setting` must outlive it.
  explicit PlayedBeside(const Setting& setting) : setting_(setting) {}

  // `said` of the words of `facts`, with the causes first for which most of the clients that may
  // have written them (those given, else all with the library that speaks) do not connect.
  // `said` may name one that was recognised. Of one client that was given the cause is consistent,
  // where the words name it too. As it is where no server was given, or no moment is known to judge
  // it at.
  Diagnosis order(Diagnosis said, const LogFacts& facts);

 private:
  const std::vector<Explanation>& verdicts(const ServerName& host, Timestamp at);

  const Setting& setting_;
  // A text may tell of thousands of failures: they are played once for each name and moment.
  std::optional<std::pair<std::string, Timestamp>> played_for_;
  std::vector<Explanation> played_;
};

}  // namespace tlswhy
