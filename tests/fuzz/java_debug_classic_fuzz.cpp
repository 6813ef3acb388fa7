// Any lines as javax.net.debug of Java 7 to 10: what is read from them is a handshake within
// its bounds, and can be read and judged as one.
#include <cstdint>

#include "diagnosis/diagnose.hpp"
#include "sources/log/java/debug_classic.hpp"
#include "sources/log/text_lines.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace tlswhy;
  MemoryStream stream({data, size});
  TextLines lines(stream);
  JavaDebugClassic reader;
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
  return 0;
}
