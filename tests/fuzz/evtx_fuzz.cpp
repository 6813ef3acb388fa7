// Any bytes as a Windows event log: every event in it becomes a line without control characters,
// and the lines are read as a text.
#include <algorithm>
#include <array>
#include <cstdint>
#include <string>

#include "sources/log/evtx/event_log.hpp"
#include "sources/log/log_threads.hpp"
#include "sources/log/text_lines.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace tlswhy;
  constexpr std::size_t most = std::size_t{8} << 20;
  EventLog log(std::make_unique<MemoryStream>(Bytes(data, size)));
  std::string text;
  std::array<std::uint8_t, 4096> part{};
  while (const std::size_t got = log.read(part)) {
    if (got > part.size()) __builtin_trap();
    text += as_text(Bytes(part).first(got));
    if (text.size() > most) return 0;
  }
  const auto inert = [](char c) { return static_cast<unsigned char>(c) >= 0x20 || c == '\n'; };
  if (!std::ranges::all_of(text, inert)) __builtin_trap();
  LogThreads reader([](Transcript&& t) {
    if (t.transport.log() == nullptr) __builtin_trap();
  });
  MemoryStream stream(as_bytes(text));
  TextLines lines(stream);
  std::string_view line;
  while (lines.next(line)) reader.line(line, lines.number());
  reader.finish();
  return 0;
}
