// Any lines as a dialect that prints handshakes: what its reader makes of them is a handshake
// within its bounds, and can be read and judged as one.
#pragma once

#include <cstdint>

#include "base/byte_stream.hpp"
#include "diagnosis/diagnose.hpp"
#include "sources/log/handshake_reader.hpp"
#include "sources/log/text_lines.hpp"

namespace tlswhy::fuzzing {

template <class Reader>
void read_lines(Bytes text) {
  MemoryStream stream(text);
  TextLines lines(stream);
  Reader reader;
  PrintedHandshake printed;
  TrustStores stores;
  std::string_view line;
  while (lines.next(line)) {
    if (reader.line(line, lines.number(), printed, stores) == Took::begins) {
      printed = {};
      if (reader.line(line, lines.number(), printed, stores) == Took::begins) __builtin_trap();
    }
  }
  reader.finish(printed);
  const Transcript t = printed.take({});
  if (t.messages.size() > 64 || t.alerts.size() > 16 || t.bytes.size() > 256 * 1024)
    __builtin_trap();
  const Handshake h = read_handshake(t, nullptr);
  look_at(t, h, t.transport.last());
}

}  // namespace tlswhy::fuzzing
