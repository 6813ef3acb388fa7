// From a capture to TCP byte streams. Front header of this folder.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "capfile/capture_reader.hpp"
#include "capfile/packet.hpp"
#include "sources/capture/decoded.hpp"
#include "transcript/stream_consumer.hpp"

namespace tlswhy {

struct CaptureCounts {
  std::uint32_t packets = 0;
  std::uint32_t tcp = 0;   // that belong to a conversation
  std::uint32_t icmp = 0;  // errors about one
  std::uint64_t conversations = 0;
  std::array<std::uint32_t, static_cast<std::size_t>(Skip::count_)> skipped{};
  // Link types that are not understood, and how many packets have them.
  using Numbered = std::vector<std::pair<std::uint16_t, std::uint32_t>>;
  Numbered unknown_link_types;
  // The same of ethertypes and of IP's protocols that lead to no TCP.
  Numbered other_ethertypes, other_protocols;
  std::optional<Timestamp> first, last;  // of the packets that have a time

  [[nodiscard]] std::uint32_t skipped_for(Skip why) const {
    return skipped[static_cast<std::size_t>(why)];
  }
};

// Takes packets one by one, whatever they come from, and hands their streams to consumers.
class CaptureSource {
 public:
  explicit CaptureSource(StreamConsumerFactory& factory);
  ~CaptureSource();
  CaptureSource(const CaptureSource&) = delete;
  CaptureSource& operator=(const CaptureSource&) = delete;

  void packet(const Packet& packet);
  // Ends all conversations. Nothing may follow.
  void finish();
  [[nodiscard]] const CaptureCounts& counts() const { return counts_; }

 private:
  struct State;
  void skip(Skip why, const Packet& packet, std::uint16_t number = 0);

  std::unique_ptr<State> state_;
  CaptureCounts counts_;
};

struct CaptureSummary {
  CaptureCounts counts;
  CaptureInfo info;
  std::vector<CaptureNote> notes;
  bool truncated = false;
};

struct CaptureProgress {
  std::uint64_t bytes = 0;  // of the source, before it is decompressed
  std::uint64_t total = 0;  // 0: not known
  std::uint32_t packets = 0;
};

// All packets of a capture, in order. `progress`, where given, is called now and then.
void read_packets(CaptureReader& reader, const std::function<void(const Packet&)>& take,
                  const std::function<void(const CaptureProgress&)>& progress = {});
// Of a capture whose packets were read and pushed into the source that has these counts.
CaptureSummary summary_of(const CaptureReader& reader, const CaptureCounts& counts);

// The streams of a whole capture; `path` as CaptureReader::open takes it.
Result<CaptureSummary> read_capture(const std::string& path, StreamConsumerFactory& factory);

}  // namespace tlswhy
