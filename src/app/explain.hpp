// `tlswhy INPUT...`: from capture files to reports on standard output.
#pragma once

#include <string>
#include <vector>

#include "knowledge/language.hpp"

namespace tlswhy {

enum class Format { text, json, ndjson };

struct ExplainOptions {
  std::vector<std::string> inputs;
  Format format = Format::text;
  bool all = false;     // also connections that worked
  bool full = false;    // text: everything that is known of each failure
  std::string host;     // the name that the client asked for
  std::string product;  // whose steps to show
  bool colour = false;
  bool progress = false;  // on standard error
  knowledge::Language language{};
};

// The exit code of the contract.
int explain(const ExplainOptions& options);

}  // namespace tlswhy
