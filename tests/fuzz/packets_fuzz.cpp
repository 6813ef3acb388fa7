// Any packets of any link type: two bytes of link type, then packets behind 16-bit lengths, whose
// top bit says that the snapshot length cut a hundred bytes.
#include <cstdint>
#include <memory>

#include "sources/capture/read_capture.hpp"

namespace {

using namespace tlswhy;

// Checks what a consumer may rely on.
class Checker final : public StreamConsumer {
 public:
  ~Checker() override {
    if (!ended_) __builtin_trap();
  }
  void data(Side from, Bytes bytes, const Origin&) override {
    if (bytes.empty() || ended_) __builtin_trap();
    bytes_[index(from)] += bytes.size();
  }
  void gap(Side from, std::uint64_t count, const Origin&) override {
    if (count == 0 || ended_) __builtin_trap();
    lost_[index(from)] += count;
  }
  void end(const TcpFacts& facts) override {
    if (ended_) __builtin_trap();
    ended_ = true;
    for (const Side side : {Side::initiator, Side::responder}) {
      if (facts.side(side).bytes != bytes_[index(side)]) __builtin_trap();
      if (facts.side(side).bytes_lost != lost_[index(side)]) __builtin_trap();
    }
  }

 private:
  std::uint64_t bytes_[2] = {}, lost_[2] = {};
  bool ended_ = false;
};

class Checkers final : public StreamConsumerFactory {
 public:
  std::unique_ptr<StreamConsumer> open() override { return std::make_unique<Checker>(); }
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  Reader in({data, size});
  Checkers checkers;
  CaptureSource source(checkers);
  Packet packet;
  packet.link_type = in.u16();
  while (!in.empty()) {
    const std::uint16_t length = in.u16();
    packet.data = in.bytes(length & 0x7fff);
    if (!in.ok()) break;
    packet.original_length =
        static_cast<std::uint32_t>(packet.data.size()) + (length >> 15 != 0 ? 100 : 0);
    ++packet.frame;
    packet.time.ns += 1'000'000;
    source.packet(packet);
  }
  source.finish();
  return 0;
}
