// Connections that were seen, in the contract's form (docs/json.md).
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "analysis/explanation.hpp"
#include "report/json/fingerprints.hpp"
#include "report/json/written_once.hpp"
#include "report/wording.hpp"

namespace tlswhy::json {

// "tcp-7"
std::string id_of(const Seen& connection);

// Makes a line of each; what like failures share is put into words once.
class Conversations {
 public:
  static constexpr std::size_t most_kept = 1024;

  // All that is known is said, whatever `wording` says of it.
  explicit Conversations(Wording wording) : wording_(std::move(wording)) { wording_.full = true; }

  // An object of one line; with `input` non-empty, a member that names the file (--ndjson).
  std::string line(const Explanation& explanation, const std::string& input);

 private:
  struct Words {
    std::shared_ptr<const std::vector<Remedy>> of;  // keeps its address from being another's
    std::string report, remedies;
  };
  const Words& words_of(const Explanation& explanation);

  Wording wording_;
  Fingerprints fingerprints_;
  WrittenOnce written_;
  std::unordered_map<const std::vector<Remedy>*, Words> words_;
};

}  // namespace tlswhy::json
