#include "capfile/pcapng_interface.hpp"

#include <limits>

namespace tlswhy {
namespace {

constexpr std::uint64_t ns_per_second = 1'000'000'000;

// if_tsresol: the top bit chooses between negative powers of 2 and of 10.
std::uint64_t ticks_per_second(std::uint8_t resolution) {
  const unsigned power = resolution & 0x7f;
  if ((resolution & 0x80) != 0) return power < 64 ? std::uint64_t{1} << power : 0;
  if (power > 19) return 0;
  std::uint64_t ticks = 1;
  for (unsigned i = 0; i < power; ++i) ticks *= 10;
  return ticks;
}

std::int64_t saturated(std::uint64_t seconds, std::int64_t offset, std::uint64_t ns) {
  constexpr std::int64_t most =
      std::numeric_limits<std::int64_t>::max() / static_cast<std::int64_t>(ns_per_second) - 1;
  if (seconds > static_cast<std::uint64_t>(most) || offset > most || offset < -most) {
    return offset < 0 ? 0 : most * static_cast<std::int64_t>(ns_per_second);
  }
  const std::int64_t sum = static_cast<std::int64_t>(seconds) + offset;
  if (sum > most || sum < -most) return 0;
  return sum * static_cast<std::int64_t>(ns_per_second) + static_cast<std::int64_t>(ns);
}

}  // namespace

Timestamp PcapngInterface::time(std::uint64_t ticks) const {
  if (ticks_per_second == 0) return {saturated(0, offset_seconds, 0)};
  const std::uint64_t seconds = ticks / ticks_per_second;
  std::uint64_t part = ticks % ticks_per_second;
  std::uint64_t unit = ticks_per_second;
  // Finer than can be multiplied by a billion: nothing is lost that a nanosecond can show.
  while (unit > std::numeric_limits<std::uint64_t>::max() / ns_per_second) {
    unit /= 2;
    part /= 2;
  }
  return {saturated(seconds, offset_seconds, part * ns_per_second / unit)};
}

void for_each_option(FieldReader options, const std::function<void(std::uint16_t, Bytes)>& take) {
  while (options.size() >= 4) {
    const std::uint16_t code = options.u16();
    const std::size_t length = options.u16();
    const Bytes value = options.bytes(length);
    if (code == 0 || !options.ok()) return;
    take(code, value);
    options.bytes(std::min((4 - length % 4) % 4, options.size()));
  }
}

PcapngInterface parse_interface(FieldReader body, bool little_endian) {
  PcapngInterface found;
  found.link_type = body.u16();
  body.u16();  // reserved
  found.snaplen = body.u32();
  for_each_option(body, [&](std::uint16_t code, Bytes value) {
    FieldReader field(value, little_endian);
    if (code == 9 && value.size() == 1) found.ticks_per_second = ticks_per_second(value[0]);
    if (code == 13 && value.size() == 1) found.fcs_length = value[0];
    if (code == 14 && value.size() == 8) {
      found.offset_seconds = static_cast<std::int64_t>(field.u64());
    }
  });
  return found;
}

}  // namespace tlswhy
