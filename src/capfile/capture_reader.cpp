#include "capfile/capture_reader.hpp"

#include <fmt/format.h>

#include <array>

#include "base/files.hpp"
#include "capfile/compression.hpp"
#include "capfile/content_kind.hpp"
#include "capfile/pcap_format.hpp"
#include "capfile/pcapng_format.hpp"

namespace tlswhy {
namespace {

Result<std::unique_ptr<PacketFormat>> open_format(CaptureInput& input) {
  const Bytes first = input.bytes->peek(12);
  if (is_pcap(first)) return open_pcap(input);
  if (is_pcapng(first)) return open_pcapng(input);
  if (const std::string below = input.bytes->stream().trouble(); !below.empty() && first.empty()) {
    return failure(Error::Kind::unreadable, below);
  }
  input.bytes->peek(300);
  return failure(Error::Kind::unsupported, fmt::format("no capture (pcap or pcapng), but {}",
                                                       content_kind(input.bytes->peek_some())));
}

}  // namespace

CaptureReader::CaptureReader(std::unique_ptr<CaptureInput> input,
                             std::unique_ptr<PacketFormat> format)
    : input_(std::move(input)), format_(std::move(format)) {}
CaptureReader::CaptureReader(CaptureReader&&) noexcept = default;
CaptureReader& CaptureReader::operator=(CaptureReader&&) noexcept = default;
CaptureReader::~CaptureReader() = default;

Result<CaptureReader> CaptureReader::open(std::unique_ptr<ByteStream> stream) {
  auto input = std::make_unique<CaptureInput>();
  input->bytes = std::make_unique<ChunkedInput>(std::move(stream));
  const Compression packed = compression_of(input->bytes->peek(4));
  if (packed != Compression::none) {
    input->info.compression = packed == Compression::gzip ? "gzip" : "zstd";
    input->bytes = std::make_unique<ChunkedInput>(decompress(packed, std::move(input->bytes)));
  }
  auto format = open_format(*input);
  if (!format) return std::unexpected(std::move(format.error()));
  return CaptureReader(std::move(input), std::move(*format));
}

Result<CaptureReader> CaptureReader::open(const std::string& path) {
  auto stream = open_file(path);
  if (!stream) return std::unexpected(std::move(stream.error()));
  auto reader = open(std::move(*stream));
  if (reader) return reader;
  return failure(reader.error().kind,
                 fmt::format("{}: {}", path == "-" ? "standard input" : path, reader.error().what));
}

bool CaptureReader::next(Packet& packet) {
  if (input_->truncated) return false;
  return format_->next(packet);
}

const std::vector<CaptureNote>& CaptureReader::notes() const { return input_->notes; }
const CaptureInfo& CaptureReader::info() const { return input_->info; }
bool CaptureReader::truncated() const { return input_->truncated; }
std::uint32_t CaptureReader::packets() const { return input_->packets; }
std::uint64_t CaptureReader::bytes_read() const { return input_->bytes->stream().consumed(); }
std::uint64_t CaptureReader::bytes_total() const { return input_->bytes->stream().total(); }

bool looks_like_capture(Bytes first) {
  const Compression packed = compression_of(first);
  if (packed == Compression::none) return is_pcap(first) || is_pcapng(first);
  auto stream =
      decompress(packed, std::make_unique<ChunkedInput>(std::make_unique<MemoryStream>(first)));
  std::array<std::uint8_t, 12> start{};
  const std::size_t got = stream->read(start);
  const Bytes begin = Bytes(start).first(got);
  return is_pcap(begin) || is_pcapng(begin);
}

}  // namespace tlswhy
