// Writes small captures for tests, in every variant that the reader knows.
#pragma once

#include <unistd.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>
#include <string_view>

namespace tlswhy::testing {

// Bytes in a chosen byte order.
class ByteWriter {
 public:
  explicit ByteWriter(bool little_endian = true) : little_(little_endian) {}
  ByteWriter& u8(std::uint64_t value) { return integer(value, 1); }
  ByteWriter& u16(std::uint64_t value) { return integer(value, 2); }
  ByteWriter& u32(std::uint64_t value) { return integer(value, 4); }
  ByteWriter& u64(std::uint64_t value) { return integer(value, 8); }
  ByteWriter& text(std::string_view bytes) {
    out_ += bytes;
    return *this;
  }
  ByteWriter& pad(std::size_t multiple) {
    out_.append((multiple - out_.size() % multiple) % multiple, '\0');
    return *this;
  }
  [[nodiscard]] const std::string& bytes() const { return out_; }

 private:
  ByteWriter& integer(std::uint64_t value, unsigned width) {
    for (unsigned i = 0; i < width; ++i) {
      const unsigned shift = 8 * (little_ ? i : width - 1 - i);
      out_ += static_cast<char>(value >> shift & 0xff);
    }
    return *this;
  }
  bool little_;
  std::string out_;
};

struct PcapOptions {
  bool little_endian = true;
  std::uint32_t magic = 0xa1b2c3d4;
  std::uint32_t network = 1;
  std::uint32_t snaplen = 262144;
  std::uint16_t minor = 4;
};

class PcapWriter {
 public:
  explicit PcapWriter(const PcapOptions& options = {}) : options_(options) {
    ByteWriter header(options.little_endian);
    header.u32(options.magic).u16(2).u16(options.minor).u64(0);
    out_ = header.u32(options.snaplen).u32(options.network).bytes();
  }
  // `original` 0: as long as the data.
  PcapWriter& packet(std::string_view data, std::uint32_t seconds = 1, std::uint32_t fraction = 0,
                     std::uint32_t original = 0) {
    ByteWriter header(options_.little_endian);
    header.u32(seconds).u32(fraction).u32(data.size());
    header.u32(original == 0 ? data.size() : original);
    if (options_.magic == 0xa1b2cd34) header.u64(0);
    out_ += header.bytes();
    out_ += data;
    return *this;
  }
  [[nodiscard]] const std::string& bytes() const { return out_; }

 private:
  PcapOptions options_;
  std::string out_;
};

class PcapngWriter {
 public:
  PcapngWriter& section(bool little_endian = true) {
    little_ = little_endian;
    return block(0x0a0d0d0a, writer().u32(0x1a2b3c4d).u16(1).u16(0).u64(~std::uint64_t{0}).bytes());
  }
  // `options` as option() makes them.
  PcapngWriter& interface(std::uint16_t link_type = 1, std::uint32_t snaplen = 0,
                          std::string_view options = {}) {
    return block(1, writer().u16(link_type).u16(0).u32(snaplen).text(options).bytes());
  }
  PcapngWriter& enhanced(std::string_view data, std::uint32_t interface = 0,
                         std::uint64_t ticks = 1'000'000, std::string_view options = {}) {
    ByteWriter body = writer();
    body.u32(interface).u32(ticks >> 32).u32(ticks).u32(data.size()).u32(data.size());
    return block(6, body.text(data).pad(4).text(options).bytes());
  }
  PcapngWriter& old(std::string_view data, std::uint16_t interface = 0,
                    std::uint64_t ticks = 1'000'000) {
    ByteWriter body = writer();
    body.u16(interface).u16(0).u32(ticks >> 32).u32(ticks).u32(data.size()).u32(data.size());
    return block(2, body.text(data).pad(4).bytes());
  }
  // `original` 0: as long as the data.
  PcapngWriter& simple(std::string_view data, std::uint32_t original = 0) {
    ByteWriter body = writer();
    return block(3, body.u32(original == 0 ? data.size() : original).text(data).pad(4).bytes());
  }
  PcapngWriter& block(std::uint32_t type, std::string_view body) {
    const std::size_t length = body.size() + 12;
    out_ += writer().u32(type).u32(length).text(body).u32(length).bytes();
    return *this;
  }
  [[nodiscard]] std::string option(std::uint16_t code, std::string_view value) const {
    return writer().u16(code).u16(value.size()).text(value).pad(4).bytes();
  }
  [[nodiscard]] ByteWriter writer() const { return ByteWriter(little_); }
  [[nodiscard]] const std::string& bytes() const { return out_; }

 private:
  bool little_ = true;
  std::string out_;
};

class TemporaryFile {
 public:
  explicit TemporaryFile(std::string_view bytes) {
    std::string name = "/tmp/tlswhy-test-XXXXXX";
    const int descriptor = ::mkstemp(name.data());
    if (descriptor >= 0) ::close(descriptor);
    path_ = name;
    std::ofstream(path_, std::ios::binary)
        .write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  }
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;
  ~TemporaryFile() { std::remove(path_.c_str()); }
  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  std::string path_;
};

}  // namespace tlswhy::testing
