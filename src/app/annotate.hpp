// --annotate OUT.pcapng: the packets of the connections that failed, with what is said of them.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "analysis/explanation.hpp"
#include "app/explain.hpp"
#include "base/result.hpp"
#include "transcript/tcp_facts.hpp"

namespace tlswhy {

// To be asked before anything is read: it takes one input, which is a file and not the one that is
// written.
Result<void> may_annotate(const ExplainOptions& options);

// Collects while a capture is explained, and writes when it is.
class Annotator {
 public:
  explicit Annotator(const ExplainOptions& options) : options_(options) {}

  void add(const Explanation& explanation);
  // Reads `path` again. Without a connection to show nothing is written.
  Result<void> write(const std::string& path);

 private:
  const ExplainOptions& options_;
  std::vector<TcpFacts> wanted_;
  std::map<std::uint32_t, std::string> comments_;
  std::string verdicts_;  // one line for each
};

}  // namespace tlswhy
