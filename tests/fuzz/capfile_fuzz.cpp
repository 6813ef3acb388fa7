// Any bytes as a capture file, and its packets copied with a comment each.
#include <cstdint>
#include <memory>
#include <string>

#include "capfile/annotated_copy.hpp"
#include "capfile/capture_reader.hpp"

namespace {

using namespace tlswhy;

constexpr std::size_t largest_copy = std::size_t{1} << 22;

// What was read of a capture, up to its damage, is what its copy holds.
void copies(Bytes capture, const Annotations& annotations, std::size_t packets) {
  std::string copy;
  const auto done =
      copy_annotated(std::make_unique<MemoryStream>(capture), annotations, [&copy](Bytes bytes) {
        copy += as_text(bytes);
        return copy.size() < largest_copy;
      });
  if (!done) return;
  auto reader = CaptureReader::open(std::make_unique<MemoryStream>(as_bytes(copy)));
  if (!reader) __builtin_trap();
  Packet packet;
  std::size_t found = 0;
  while (reader->next(packet)) ++found;
  if (found != packets) __builtin_trap();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  looks_like_capture({data, size});
  auto reader = CaptureReader::open(std::make_unique<MemoryStream>(Bytes{data, size}));
  if (reader) {
    Packet packet;
    Annotations annotations;
    annotations.of_section = "all";
    std::uint64_t sum = 0;
    std::size_t packets = 0;
    for (; packets < 10'000 && reader->next(packet); ++packets) {
      for (const std::uint8_t byte : packet.data) sum += byte;
      sum += packet.comment.size();
      if (packet.original_length < packet.data.size()) __builtin_trap();
      annotations.kept.resize(packet.frame + std::size_t{1});
      annotations.kept[packet.frame] = true;
      annotations.comments[packet.frame] = "a packet";
    }
    if (sum == ~std::uint64_t{0}) __builtin_trap();  // the bytes were looked at
    if (reader->truncated() && reader->notes().empty()) __builtin_trap();
    if (packets > 0) copies({data, size}, annotations, packets);
  }
  return 0;
}
