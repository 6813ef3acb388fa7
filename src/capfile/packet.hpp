// One packet as a capture file holds it, and what is said about the file itself.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "base/time.hpp"

namespace tlswhy {

struct Packet {
  Bytes data;                         // lives until the next packet is read
  std::uint32_t original_length = 0;  // on the wire; never less than data.size()
  std::uint32_t frame = 0;            // from 1, as Wireshark counts
  Timestamp time;                     // Simple Packet Blocks have none: that of the packet before
  std::uint16_t link_type = 0;        // LINKTYPE_*, https://www.tcpdump.org/linktypes.html
  std::uint32_t interface = 0;        // within its section; 0 in pcap
  std::string_view comment;           // of this packet, as written into a pcapng; as `data`
};

// Where and how a capture is damaged or cut.
struct CaptureNote {
  std::string what;
  std::uint64_t offset = 0;  // into the file, or into what it decompresses to
  std::uint32_t packet = 0;  // the last packet before it
};

struct CaptureInfo {
  std::string format;       // "pcap" or "pcapng"
  std::string compression;  // "", "gzip" or "zstd"
  std::uint32_t sections = 0;
  std::uint32_t interfaces = 0;
  std::uint32_t name_blocks = 0;      // Name Resolution Blocks
  std::uint32_t secrets_blocks = 0;   // Decryption Secrets Blocks
  std::vector<std::string> comments;  // of sections and interfaces
};

}  // namespace tlswhy
