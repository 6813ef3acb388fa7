// Some packets of a capture as a capture of their own, with comments: a pcapng
// (draft-ietf-opsawg-pcapng) that Wireshark shows as it would show the first one.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/byte_stream.hpp"
#include "base/result.hpp"

namespace tlswhy {

struct Annotations {
  std::vector<bool> kept;                         // by frame number, which counts from 1
  std::map<std::uint32_t, std::string> comments;  // by frame number, UTF-8
  std::string of_section;                         // about the whole, UTF-8
};

// Called with the bytes in their order; false: they could not be written.
using WriteBytes = std::function<bool(Bytes)>;

// Copies what `stream` holds: pcap or pcapng, plain, gzip or zstd. Packets, timestamps, interfaces
// and their statistics, names, and comments that are there already stay as they are; only keys
// (Decryption Secrets Blocks) are left out. Stops where the capture is damaged, as the reader does.
// A Simple Packet Block has no room for a comment and stays without. The error does not name the
// file.
Result<void> copy_annotated(std::unique_ptr<ByteStream> stream, const Annotations& annotations,
                            const WriteBytes& write);

}  // namespace tlswhy
