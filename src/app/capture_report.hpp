// Prints what is said of the connections of one capture or log, as the format asks: as they are
// decided, or when all are known.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "analysis/explanation.hpp"
#include "analysis/log_analysis.hpp"
#include "app/explain.hpp"
#include "report/input_report.hpp"
#include "report/json/conversation.hpp"
#include "sources/capture/read_capture.hpp"

namespace tlswhy {

class CaptureReport {
 public:
  // `kind`: "capture" or "log".
  CaptureReport(const ExplainOptions& options, const std::string& kind, const std::string& name);

  // Keeps only what the report needs of it.
  void add(Explanation&& explanation);
  // Print what is left.
  void finish(const CaptureSummary& capture);
  void finish(const LogSummary& log);
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
  [[nodiscard]] std::vector<const Group*> groups() const;  // by their first frames
  [[nodiscard]] Same same(const Group& group) const;
  void describe(const CaptureSummary& capture);
  void note_not_followed(const CaptureCounts::Numbered& counts, knowledge::SentenceId sentence,
                         std::string_view form);
  void redact_input();
  void print();
  void print_document() const;
  void print_text() const;

  const ExplainOptions& options_;
  InputReport input_;
  Summary summary_;
  json::Conversations conversations_;
  int exit_;
  std::map<Key, Group> groups_;
  std::multimap<std::uint32_t, std::string> printed_;  // by first frame
};

}  // namespace tlswhy
