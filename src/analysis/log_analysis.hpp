// Explains the connections that a text tells of, while its lines are read. Pure: no files, no
// clock, no output.
#pragma once

#include <cstdint>
#include <functional>

#include "analysis/explanation.hpp"
#include "analysis/remedy_cache.hpp"
#include "base/byte_stream.hpp"
#include "model/setting.hpp"

namespace tlswhy {

struct LogSummary {
  std::uint32_t lines = 0;
  bool about_tls = false;  // any line is
};

class LogAnalysis {
 public:
  using Handler = std::function<void(Explanation&&)>;

  // `setting` must outlive it.
  LogAnalysis(const Setting& setting, Handler handler)
      : setting_(setting), handler_(std::move(handler)), remedies_(setting) {}

  // All lines of `stream`, to its end.
  LogSummary read(ByteStream& stream);

 private:
  void explain(Transcript&& transcript);
  [[nodiscard]] Setting told_by(const Seen& seen) const;
  [[nodiscard]] Diagnosis judge(const Seen& seen, Setting& setting) const;

  const Setting& setting_;
  Handler handler_;
  RemedyCache remedies_;
};

}  // namespace tlswhy
