#include "sources/log/evtx/event_log.hpp"

#include <algorithm>
#include <string_view>

namespace tlswhy {
namespace {

using namespace std::string_view_literals;
using evtx::Cursor;

constexpr std::string_view file_magic = "ElfFile\0"sv;
constexpr std::string_view chunk_magic = "ElfChnk\0"sv;
constexpr std::size_t file_header = 128;
constexpr std::size_t chunk_size = std::size_t{64} << 10;
constexpr std::size_t chunk_header = 512;
constexpr std::size_t free_space_at = 48;  // in a chunk: where its records end
constexpr std::uint32_t record_magic = 0x00002a2a;
constexpr std::size_t record_header = 24, record_end = 4;  // its end repeats its size

bool all_zero(Bytes bytes) {
  return std::ranges::all_of(bytes, [](std::uint8_t b) { return b == 0; });
}

}  // namespace

bool EventLog::begins(Bytes head) { return as_text(head).starts_with(file_magic); }

std::size_t EventLog::fill(std::span<std::uint8_t> out) {
  std::size_t got = 0;
  while (got < out.size()) {
    const std::size_t part = file_->read(out.subspan(got));
    if (part == 0) break;
    got += part;
  }
  return got;
}

// The header says how long the block is in which it stands.
bool EventLog::skip_header() {
  started_ = true;
  std::vector<std::uint8_t> header(file_header);
  if (fill(header) != header.size() || !begins(header)) return false;
  constexpr std::size_t version_at = 36, known_version = 3;
  Cursor in(header, version_at, header.size());
  in.u16();
  const bool known = in.u16() == known_version;
  const std::size_t block = in.u16();
  if (!known || block < file_header) return false;
  header.resize(block);
  return fill(std::span(header).subspan(file_header)) == block - file_header;
}

bool EventLog::next_chunk() {
  if (!started_ && !skip_header()) {
    damaged_ = true;
    return false;
  }
  for (;;) {
    chunk_.resize(chunk_size);
    const std::size_t got = fill(chunk_);
    if (got == 0) return false;
    chunk_.resize(got);
    early_ |= got < chunk_size;
    if (as_text(chunk_).starts_with(chunk_magic) && got > chunk_header) break;
    if (!all_zero(chunk_)) damaged_ = true;  // those that were never written are zeros
  }
  Cursor in(chunk_, free_space_at, chunk_.size());
  const std::size_t end = in.u32();
  if (end < chunk_header || end > chunk_size) damaged_ = true;
  records_end_ = end < chunk_header ? chunk_.size() : std::min(end, chunk_.size());
  record_ = chunk_header;
  xml_.emplace(chunk_);
  return true;
}

bool EventLog::next_event() {
  for (;;) {
    if (record_ + record_header + record_end > records_end_ && !next_chunk()) return false;
    Cursor in(chunk_, record_, records_end_);
    const std::uint32_t magic = in.u32();
    const std::size_t size = in.u32();
    if (!in.ok() || magic != record_magic || size < record_header + record_end ||
        size > records_end_ - record_) {
      damaged_ |= in.ok();
      record_ = records_end_;  // where the next one begins is not known
      continue;
    }
    const std::size_t begin = record_ + record_header;
    record_ += size;
    auto event = xml_->event(begin, record_ - record_end);
    if (!event) {
      damaged_ = true;
      event.emplace();  // its line stays empty, so that the numbers of others are right
    }
    line_ = std::move(*event);
    line_ += '\n';
    given_ = 0;
    return true;
  }
}

std::size_t EventLog::read(std::span<std::uint8_t> out) {
  if (given_ == line_.size() && !next_event()) return 0;
  const std::size_t count = std::min(out.size(), line_.size() - given_);
  std::copy_n(line_.begin() + static_cast<std::ptrdiff_t>(given_), count, out.begin());
  given_ += count;
  return count;
}

std::string EventLog::trouble() const {
  if (const std::string below = file_->trouble(); !below.empty()) return below;
  if (early_) return "the Windows event log ends early";
  if (damaged_) return "the Windows event log is damaged: what cannot be read of it is left out";
  return {};
}

}  // namespace tlswhy
