// A forward-only supply of bytes: a file, a pipe, or what a decompressor makes of one.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>

#include "base/result.hpp"

namespace tlswhy {

class ByteStream {
 public:
  virtual ~ByteStream() = default;
  // Fills the front of `out`, waiting for at least one byte. 0: the end, or trouble().
  virtual std::size_t read(std::span<std::uint8_t> out) = 0;
  // Why the bytes ended before their time; empty where they did not.
  [[nodiscard]] virtual std::string trouble() const { return {}; }
  // How far the underlying file was read, and its size (0: not known, as for a pipe).
  [[nodiscard]] virtual std::uint64_t consumed() const = 0;
  [[nodiscard]] virtual std::uint64_t total() const { return 0; }
};

// `path` may be "-" for the standard input. The error is one line that names the file.
Result<std::unique_ptr<ByteStream>> open_byte_stream(const std::string& path);

}  // namespace tlswhy
