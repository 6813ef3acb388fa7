// The files in a zip archive (PKWARE APPNOTE 6.3), read from front to back: of a pipe as well, and
// in bounded memory however large they are. What is stored or deflated can be read, with sizes
// before or behind the data (as Java writes them) and with zip64's.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "base/byte_stream.hpp"
#include "base/result.hpp"

namespace tlswhy {

class ZipReader {
 public:
  struct Entry {
    std::string name;  // as the archive has it: any bytes
    bool readable = true;
    bool encrypted = false;
  };

  explicit ZipReader(std::unique_ptr<ByteStream> stream);
  ZipReader(const ZipReader&) = delete;
  ZipReader& operator=(const ZipReader&) = delete;
  ~ZipReader();

  // The next file; folders are passed over. Nothing: that was the last. An Error: what follows
  // cannot be read.
  Result<std::optional<Entry>> next();
  // What the file given last holds, until next() is called.
  ByteStream& content();

 private:
  class Content;

  std::unique_ptr<Content> content_;
};

}  // namespace tlswhy
