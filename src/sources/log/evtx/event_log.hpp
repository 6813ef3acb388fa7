// A Windows event log (.evtx: a header "ElfFile", chunks "ElfChnk" of 64 KiB each with records) as
// the text that `wevtutil qe FILE /lf:true /f:xml` makes of it: one event on each line, in the
// order of the file, so that the number of a line is that of the event. Checksums are not looked
// at: of a log that was copied while Windows had it open they are wrong. One chunk is in memory at
// a time.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/byte_stream.hpp"
#include "sources/log/evtx/binary_xml.hpp"

namespace tlswhy {

class EventLog final : public ByteStream {
 public:
  explicit EventLog(std::unique_ptr<ByteStream> file) : file_(std::move(file)) {}

  // Whether a file that begins so is an event log.
  static bool begins(Bytes head);

  std::size_t read(std::span<std::uint8_t> out) override;
  // What is left out because it is damaged, once all was read; else why the file could not be read.
  [[nodiscard]] std::string trouble() const override;
  [[nodiscard]] std::uint64_t consumed() const override { return file_->consumed(); }
  [[nodiscard]] std::uint64_t total() const override { return file_->total(); }

 private:
  bool next_event();
  bool next_chunk();
  bool skip_header();
  std::size_t fill(std::span<std::uint8_t> out);

  std::unique_ptr<ByteStream> file_;
  std::vector<std::uint8_t> chunk_;
  std::optional<evtx::BinaryXml> xml_;        // of the chunk
  std::size_t record_ = 0, records_end_ = 0;  // in the chunk
  std::string line_;                          // of one event, with its end
  std::size_t given_ = 0;                     // of the line
  bool started_ = false, damaged_ = false, early_ = false;
};

}  // namespace tlswhy
