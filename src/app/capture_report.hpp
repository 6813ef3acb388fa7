// Prints what is said of the connections of one capture, as the format asks: as they are decided,
// or when all are known.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>

#include "analysis/explanation.hpp"
#include "app/explain.hpp"
#include "report/input_report.hpp"
#include "sources/capture/read_capture.hpp"

namespace tlswhy {

class CaptureReport {
 public:
  CaptureReport(const ExplainOptions& options, const std::string& name);

  // Keeps only what the report needs of it.
  void add(Explanation&& explanation);
  // Prints what is left.
  void finish(const CaptureSummary& capture);
  // Of the contract; known at the end.
  [[nodiscard]] int exit_code() const;

 private:
  // Failures with the same verdict: the first stands for all.
  struct Group {
    Explanation first;
    std::uint64_t count = 0;
    std::set<Endpoint> servers;
  };
  using Key = std::tuple<std::optional<knowledge::CauseId>, Outcome, Confidence>;

  void group(Explanation&& explanation);
  void describe(const CaptureSummary& capture);
  void print_document() const;
  void print_text() const;

  const ExplainOptions& options_;
  InputReport input_;
  Summary summary_;
  int exit_;
  std::map<Key, Group> groups_;
  std::multimap<std::uint32_t, std::string> documents_, established_;
};

}  // namespace tlswhy
