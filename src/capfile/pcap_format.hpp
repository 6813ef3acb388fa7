// The pcap file format, draft-ietf-opsawg-pcap: one header, then packets with 16-byte headers.
#pragma once

#include "base/result.hpp"
#include "capfile/packet_format.hpp"

namespace tlswhy {

// Both byte orders, microseconds and nanoseconds, and A. Kuznetsov's modified format.
bool is_pcap(Bytes first);

// Takes the file header from `input`; the error does not name the file.
Result<std::unique_ptr<PacketFormat>> open_pcap(CaptureInput& input);

}  // namespace tlswhy
