// Explains the connections of a capture while its packets are pushed in. Pure: no files, no clock,
// no output; memory stays bounded by what has to wait for the end.
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <set>
#include <vector>

#include "analysis/explanation.hpp"
#include "analysis/remedy_cache.hpp"
#include "analysis/seen_beside.hpp"
#include "analysis/seen_chains.hpp"
#include "analysis/transcripts.hpp"
#include "capfile/packet.hpp"
#include "diagnosis/diagnose.hpp"
#include "model/setting.hpp"
#include "sources/capture/read_capture.hpp"

namespace tlswhy {

class CaptureAnalysis {
 public:
  using Handler = std::function<void(Explanation&&)>;

  // How much is wanted of connections that were established: that they were, or their certificates
  // as well.
  enum class Established : std::uint8_t { counted, whole };

  // `handler` gets every connection as soon as it is decided: most when they have ended, in
  // finish() those that the capture leaves open and failures for which another connection of the
  // capture may tell more. `setting` and `cache` must outlive the analysis; captures may share a
  // cache.
  CaptureAnalysis(const Setting& setting, CertificateCache& cache, Established wanted,
                  Handler handler);
  CaptureAnalysis(const CaptureAnalysis&) = delete;
  CaptureAnalysis& operator=(const CaptureAnalysis&) = delete;

  void packet(const Packet& packet) { source_.packet(packet); }
  // The capture is at its end. Nothing may follow.
  void finish();
  // All packets of `reader`, to the end. `progress`, where given, is called now and then.
  CaptureSummary read(CaptureReader& reader,
                      const std::function<void(const CaptureProgress&)>& progress = {});
  [[nodiscard]] const CaptureCounts& counts() const { return source_.counts(); }

 private:
  static constexpr std::size_t most_tls_servers = 100'000;   // that are known for it
  static constexpr std::size_t most_kept_attempts = 10'000;  // connections that never opened
  static constexpr std::size_t most_left_open = 256;

  void take(Transcript&& transcript);
  void wait(Seen&& seen);
  void explain(Seen&& seen, const Look& look);
  void decide(Explanation&& explanation);
  [[nodiscard]] Beside beside(const Transcript& transcript, const Handshake& handshake) const;
  [[nodiscard]] bool serves_tls(const Endpoint& server) const;
  [[nodiscard]] bool hidden(const Explanation& explanation) const;
  [[nodiscard]] std::vector<Seen> meant_for_tls(std::vector<Seen> waiting) const;

  struct LeftOpen {
    Explanation explanation;
    Look look;
    Beside others;  // what was seen when it was diagnosed
  };
  void decide_left_open(LeftOpen&& open);

  const Setting& setting_;
  CertificateCache& cache_;
  Established wanted_;
  Handler handler_;
  RemedyCache remedies_;
  Transcripts transcripts_;
  CaptureSource source_;
  bool decided_any_ = false;
  std::vector<Seen> waiting_;
  std::vector<LeftOpen> left_open_;
  SeenChains seen_chains_;
  SeenBeside seen_beside_;
  std::set<Endpoint> tls_servers_;
};

}  // namespace tlswhy
