// What the pcap and pcapng readers share: the input, and the account of how far it was good.
#pragma once

#include <memory>

#include "capfile/chunked_input.hpp"
#include "capfile/packet.hpp"

namespace tlswhy {

// No packet and no block that has to be seen whole is longer.
constexpr std::uint32_t longest_block = std::uint32_t{64} << 20;

struct CaptureInput {
  std::unique_ptr<ChunkedInput> bytes;
  CaptureInfo info;
  std::vector<CaptureNote> notes;
  std::uint32_t packets = 0;
  bool truncated = false;

  // Always false, so that a reader can end with `return input.damage(...)`.
  bool damage(std::string what);
  // The same for an input that ends inside `what`; a decompressor's or the disk's reason goes
  // first.
  bool cut(const char* what);
  // At the end between two packets: not a word unless the stream below ended in trouble.
  bool finished();
};

class PacketFormat {
 public:
  virtual ~PacketFormat() = default;
  virtual bool next(Packet& packet) = 0;
};

}  // namespace tlswhy
