#include "sources/log/evtx/value.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cstddef>

#include "base/hex.hpp"
#include "base/time.hpp"
#include "base/utf8.hpp"
#include "sources/log/evtx/little_endian.hpp"

namespace tlswhy::evtx {
namespace {

// What is stored in `width` bytes; 0: as many as there are.
std::size_t width_of(ValueType type) {
  switch (type) {
    case ValueType::int8:
    case ValueType::uint8: return 1;
    case ValueType::int16:
    case ValueType::uint16: return 2;
    case ValueType::int32:
    case ValueType::uint32:
    case ValueType::real32:
    case ValueType::boolean:
    case ValueType::hex32: return 4;
    case ValueType::int64:
    case ValueType::uint64:
    case ValueType::real64:
    case ValueType::file_time:
    case ValueType::hex64: return 8;
    case ValueType::guid:
    case ValueType::system_time: return 16;
    default: return 0;
  }
}

std::string without_zeros(std::string text) {
  text.erase(text.find_last_not_of('\0') + 1);
  return text;
}

// In steps of 100 ns since 1601-01-01T00:00:00Z, as Windows counts.
std::string of_file_time(std::uint64_t steps) {
  constexpr std::uint64_t until_1970 = 116'444'736'000'000'000;
  constexpr std::uint64_t latest = until_1970 + 92'000'000'000'000'000;  // of 64 bits of ns
  if (steps < until_1970 || steps > latest) return {};
  return to_rfc3339({static_cast<std::int64_t>((steps - until_1970) * 100)});
}

std::string of_system_time(Cursor in) {
  const unsigned year = in.u16(), month = in.u16();
  in.u16();  // the day of the week
  const unsigned day = in.u16(), hour = in.u16(), minute = in.u16(), second = in.u16();
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", year, month, day, hour, minute,
                     second);
}

std::string of_guid(Cursor in) {
  const std::uint32_t first = in.u32();
  const unsigned second = in.u16(), third = in.u16();
  const std::string rest = hex(in.bytes(8));
  return fmt::format("{{{:08x}-{:04x}-{:04x}-{}-{}}}", first, second, third, rest.substr(0, 4),
                     rest.substr(4));
}

// S-1-5-18: revision, authority, and as many numbers as the second byte says.
std::string of_sid(Cursor in) {
  const unsigned revision = in.u8(), count = in.u8();
  std::uint64_t authority = 0;
  for (const std::uint8_t b : in.bytes(6)) authority = authority << 8U | b;
  std::string out = fmt::format("S-{}-{}", revision, authority);
  for (unsigned i = 0; i < count && in.left() >= 4; ++i) out += fmt::format("-{}", in.u32());
  return in.ok() ? out : std::string();
}

std::string of_number(ValueType type, Cursor in) {
  switch (type) {
    case ValueType::int8:
      return fmt::format("{}", static_cast<int>(std::bit_cast<std::int8_t>(in.u8())));
    case ValueType::uint8: return fmt::format("{}", static_cast<unsigned>(in.u8()));
    case ValueType::int16: return fmt::format("{}", std::bit_cast<std::int16_t>(in.u16()));
    case ValueType::uint16: return fmt::format("{}", in.u16());
    case ValueType::int32: return fmt::format("{}", std::bit_cast<std::int32_t>(in.u32()));
    case ValueType::uint32: return fmt::format("{}", in.u32());
    case ValueType::int64: return fmt::format("{}", std::bit_cast<std::int64_t>(in.u64()));
    case ValueType::uint64: return fmt::format("{}", in.u64());
    case ValueType::real32: return fmt::format("{}", std::bit_cast<float>(in.u32()));
    case ValueType::real64: return fmt::format("{}", std::bit_cast<double>(in.u64()));
    case ValueType::boolean: return in.u32() != 0 ? "true" : "false";
    case ValueType::hex32: return fmt::format("0x{:x}", in.u32());
    case ValueType::hex64: return fmt::format("0x{:x}", in.u64());
    case ValueType::file_time: return of_file_time(in.u64());
    case ValueType::system_time: return of_system_time(in);
    case ValueType::guid: return of_guid(in);
    default: return {};
  }
}

}  // namespace

std::string value_text(ValueType type, Bytes bytes) {
  const Cursor in(bytes, 0, bytes.size());
  switch (type) {
    case ValueType::text: return without_zeros(from_utf16_little(bytes));
    case ValueType::ansi: return without_zeros(valid_utf8(as_text(bytes)));
    case ValueType::binary: return hex(bytes);
    case ValueType::sid: return of_sid(in);
    case ValueType::size:
      return of_number(bytes.size() >= 8 ? ValueType::hex64 : ValueType::hex32, in);
    default: return bytes.size() < width_of(type) ? std::string() : of_number(type, in);
  }
}

std::vector<std::string> array_texts(ValueType type, Bytes bytes) {
  std::vector<std::string> out;
  if (type == ValueType::text || type == ValueType::ansi) {
    std::string all =
        type == ValueType::text ? from_utf16_little(bytes) : valid_utf8(as_text(bytes));
    if (!all.empty() && all.back() != '\0') all += '\0';
    for (std::size_t at = 0; at < all.size();) {
      const std::size_t ends = all.find('\0', at);
      out.push_back(all.substr(at, ends - at));
      at = ends + 1;
    }
    return out;
  }
  const std::size_t width = width_of(type);
  for (; width != 0 && bytes.size() >= width; bytes = bytes.subspan(width))
    out.push_back(value_text(type, bytes.first(width)));
  return out;
}

}  // namespace tlswhy::evtx
