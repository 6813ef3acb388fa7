// Any bytes as a capture file.
#include <cstdint>
#include <memory>

#include "capfile/capture_reader.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace tlswhy;
  looks_like_capture({data, size});
  auto reader = CaptureReader::open(std::make_unique<MemoryStream>(Bytes{data, size}));
  if (reader) {
    Packet packet;
    std::uint64_t sum = 0;
    for (int i = 0; i < 10'000 && reader->next(packet); ++i) {
      for (const std::uint8_t byte : packet.data) sum += byte;
      sum += packet.comment.size();
      if (packet.original_length < packet.data.size()) __builtin_trap();
    }
    if (sum == ~std::uint64_t{0}) __builtin_trap();  // the bytes were looked at
    if (reader->truncated() && reader->notes().empty()) __builtin_trap();
  }
  return 0;
}
