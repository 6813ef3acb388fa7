// Reads the packets of a capture: pcap or pcapng, plain, gzip or zstd, from a file, a pipe or any
// other supply of bytes. Front header of this folder.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/byte_stream.hpp"
#include "base/result.hpp"
#include "capfile/packet.hpp"

namespace tlswhy {

struct CaptureInput;
class PacketFormat;

class CaptureReader {
 public:
  // Reads from `stream` as far as each packet needs. Bytes that are no capture are an Error that
  // says what they look like and does not name where they came from.
  static Result<CaptureReader> open(std::unique_ptr<ByteStream> stream);
  // The same of a file, named in the error; "-" is the standard input.
  static Result<CaptureReader> open(const std::string& path);
  CaptureReader(CaptureReader&&) noexcept;
  CaptureReader& operator=(CaptureReader&&) noexcept;
  ~CaptureReader();

  // False at the end, and from the place on where the file is damaged: see notes().
  bool next(Packet& packet);

  [[nodiscard]] const std::vector<CaptureNote>& notes() const;
  [[nodiscard]] const CaptureInfo& info() const;
  [[nodiscard]] bool truncated() const;             // damaged or cut short; meaningful at the end
  [[nodiscard]] std::uint32_t packets() const;      // so far
  [[nodiscard]] std::uint64_t bytes_read() const;   // of the source, before it is decompressed
  [[nodiscard]] std::uint64_t bytes_total() const;  // 0 where that is not known

 private:
  CaptureReader(std::unique_ptr<CaptureInput> input, std::unique_ptr<PacketFormat> format);

  std::unique_ptr<CaptureInput> input_;
  std::unique_ptr<PacketFormat> format_;
};

// Whether the first bytes of a file (a few hundred suffice) begin a capture, compressed or not.
bool looks_like_capture(Bytes first);

}  // namespace tlswhy
