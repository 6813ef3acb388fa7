// Reads a capture down to its byte streams and counts: what reading costs before TLS is looked at.
#include <fmt/format.h>
#include <sys/resource.h>

#include "sources/capture/read_capture.hpp"

namespace {

using namespace tlswhy;

struct Totals {
  std::uint64_t bytes = 0, lost = 0, ended = 0;
};

class Counter final : public StreamConsumer {
 public:
  explicit Counter(Totals& totals) : totals_(totals) {}
  void data(Side, Bytes bytes, const Origin&) override { totals_.bytes += bytes.size(); }
  void gap(Side, std::uint64_t count, const Origin&) override { totals_.lost += count; }
  void end(const TcpFacts&) override { ++totals_.ended; }

 private:
  Totals& totals_;
};

class Counters final : public StreamConsumerFactory {
 public:
  Totals totals;
  std::unique_ptr<StreamConsumer> open() override { return std::make_unique<Counter>(totals); }
};

double seconds(const timeval& time) {
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  Counters counters;
  const auto summary = read_capture(argv[1], counters);
  if (!summary) {
    fmt::print(stderr, "{}\n", summary.error().what);
    return 1;
  }
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  fmt::print(
      "{} packets, {} conversations, {} bytes, {} lost; {:.3f} s user, {:.3f} s system, {} MB\n",
      summary->counts.packets, summary->counts.conversations, counters.totals.bytes,
      counters.totals.lost, seconds(usage.ru_utime), seconds(usage.ru_stime),
      usage.ru_maxrss / 1024);
  for (const auto& note : summary->notes) {
    fmt::print("note: {} at byte {}, after packet {}\n", note.what, note.offset, note.packet);
  }
}
