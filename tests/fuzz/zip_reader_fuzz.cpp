// Any bytes as a zip archive: every file in it is read to its end, as far as there is memory of it.
#include <array>
#include <cstdint>

#include "capfile/zip_reader.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  constexpr std::size_t most = std::size_t{4} << 20;
  tlswhy::ZipReader zip(std::make_unique<tlswhy::MemoryStream>(tlswhy::Bytes(data, size)));
  std::array<std::uint8_t, 4096> part{};
  for (std::size_t all = 0; all < most;) {
    const auto entry = zip.next();
    if (!entry || !*entry) return 0;
    while (const std::size_t got = zip.content().read(part)) {
      if (got > part.size()) __builtin_trap();
      all += got;
      if (all >= most) return 0;
    }
    ++all;
  }
  return 0;
}
