// Everything that the reader makes of a capture, for tests to compare.
#pragma once

#include <string>
#include <vector>

#include "capfile/capture_reader.hpp"
#include "capfile/testing/capture_writer.hpp"

namespace tlswhy::testing {

struct ReadPacket {
  std::string data, comment;
  std::uint32_t original_length = 0, frame = 0, interface = 0;
  std::int64_t ns = 0;
  std::uint16_t link_type = 0;
  bool operator==(const ReadPacket&) const = default;
};

struct ReadAll {
  std::string error;  // of open()
  std::vector<ReadPacket> packets;
  std::vector<CaptureNote> notes;
  CaptureInfo info;
  bool truncated = false;
};

inline ReadAll read_all(Result<CaptureReader> reader) {
  ReadAll all;
  if (!reader) {
    all.error = reader.error().what;
    return all;
  }
  Packet packet;
  while (reader->next(packet)) {
    all.packets.push_back({std::string(as_text(packet.data)), std::string(packet.comment),
                           packet.original_length, packet.frame, packet.interface, packet.time.ns,
                           packet.link_type});
  }
  all.notes = reader->notes();
  all.info = reader->info();
  all.truncated = reader->truncated();
  return all;
}

inline ReadAll read_path(const std::string& path) { return read_all(CaptureReader::open(path)); }
inline ReadAll read_bytes(std::string_view bytes) {
  return read_all(CaptureReader::open(std::make_unique<MemoryStream>(as_bytes(bytes))));
}

}  // namespace tlswhy::testing
