// Explains the connections that a text tells of, while its lines are read. Pure: no files, no
// clock, no output.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>

#include "analysis/explanation.hpp"
#include "analysis/played_beside.hpp"
#include "analysis/remedy_cache.hpp"
#include "base/byte_stream.hpp"
#include "model/setting.hpp"
#include "transcript/transcript.hpp"

namespace tlswhy {

struct LogSummary {
  std::uint32_t lines = 0;
  bool about_tls = false;  // any line is
};

// A server's chain that a text prints, and what else it tells of where that came from.
struct ChainInLog {
  CertificateList chain;
  NamedServer server;           // empty: the text names none
  std::optional<Timestamp> at;  // when it was sent
  bool alone = false;           // the text tells of no handshake beside it
};

class LogAnalysis {
 public:
  using Handler = std::function<void(Explanation&&)>;

  // `setting` must outlive it.
  LogAnalysis(const Setting& setting, Handler handler)
      : setting_(setting), handler_(std::move(handler)), remedies_(setting), played_(setting) {}

  // All lines of `stream`, to its end.
  LogSummary read(ByteStream& stream);
  // The first chain whose certificates the text holds, by a program that asked a server for them.
  [[nodiscard]] const std::optional<ChainInLog>& chain() const { return chain_; }

 private:
  void explain(Transcript&& transcript);
  void keep_chain(const Transcript& transcript);
  [[nodiscard]] Setting told_by(const Seen& seen) const;
  [[nodiscard]] Diagnosis judge(const Seen& seen, Setting& setting) const;

  const Setting& setting_;
  Handler handler_;
  RemedyCache remedies_;
  PlayedBeside played_;
  std::optional<ChainInLog> chain_;
};

}  // namespace tlswhy
