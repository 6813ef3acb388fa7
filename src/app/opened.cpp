#include "app/opened.hpp"

#include <string_view>
#include <utility>

#include "base/files.hpp"
#include "capfile/capture_reader.hpp"
#include "capfile/chunked_input.hpp"
#include "capfile/compression.hpp"
#include "sources/log/evtx/event_log.hpp"
#include "sources/log/text_kind.hpp"

namespace tlswhy {
namespace {

// The same bytes; of a text that is compressed what it holds, of a Windows event log its events. A
// capture is left as it is: its own reader says how it was compressed.
std::unique_ptr<ByteStream> unpacked(std::unique_ptr<ByteStream> stream) {
  auto held = std::make_unique<HeldStream>(std::move(stream));
  const Bytes head = held->head();
  if (EventLog::begins(head)) return std::make_unique<EventLog>(std::move(held));
  const Compression packed = compression_of(head);
  if (packed == Compression::none || looks_like_capture(head)) return held;
  return decompress(packed, std::make_unique<ChunkedInput>(std::move(held)));
}

}  // namespace

Opened look_at_input(const std::string& name, std::unique_ptr<ByteStream> bytes) {
  constexpr std::string_view zip_magic = "PK\x03\x04";
  auto given = std::make_unique<HeldStream>(std::move(bytes));
  const bool events = EventLog::begins(given->head());
  Opened out{name, std::make_unique<HeldStream>(unpacked(std::move(given)))};
  const Bytes head = out.stream->head();
  out.text = events || (!looks_like_capture(head) && looks_like_text(head));
  out.zip = as_text(head).starts_with(zip_magic);
  return out;
}

Result<Opened> open_input(const std::string& name) {
  auto opened = open_file(name);
  if (!opened) return std::unexpected(opened.error());
  return look_at_input(name, std::move(*opened));
}

}  // namespace tlswhy
