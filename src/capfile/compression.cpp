#include "capfile/compression.hpp"

#include <zlib.h>
#include <zstd.h>

#include <algorithm>
#include <limits>
#include <optional>

namespace tlswhy {
namespace {

// What the two decompressors share: the compressed input and how it ended.
class Decompressor : public ByteStream {
 public:
  explicit Decompressor(std::unique_ptr<ChunkedInput> input) : input_(std::move(input)) {}
  [[nodiscard]] std::string trouble() const override { return trouble_; }
  [[nodiscard]] std::uint64_t consumed() const override { return input_->stream().consumed(); }
  [[nodiscard]] std::uint64_t total() const override { return input_->stream().total(); }

 protected:
  std::size_t stop(std::string why) {
    trouble_ = std::move(why);
    done_ = true;
    return 0;
  }
  std::size_t stop_at_end_of_input(const char* kind) {
    const std::string below = input_->stream().trouble();
    return stop(below.empty() ? std::string("the ") + kind + " data end early" : below);
  }

  std::unique_ptr<ChunkedInput> input_;
  std::string trouble_;
  bool done_ = false;
};

uInt bounded(std::size_t size) {
  return static_cast<uInt>(std::min<std::size_t>(size, std::numeric_limits<uInt>::max()));
}

class GzipStream final : public Decompressor {
 public:
  explicit GzipStream(std::unique_ptr<ChunkedInput> input) : Decompressor(std::move(input)) {
    if (inflateInit2(&state_, 15 + 16) != Z_OK) stop("zlib could not be started");
  }
  GzipStream(const GzipStream&) = delete;
  GzipStream& operator=(const GzipStream&) = delete;
  ~GzipStream() override { inflateEnd(&state_); }

  std::size_t read(std::span<std::uint8_t> out) override {
    while (!done_) {
      const Bytes in = input_->peek_some();
      if (in.empty()) return stop_at_end_of_input("gzip");
      state_.next_in = const_cast<Bytef*>(in.data());  // zlib's older interface; it only reads
      state_.avail_in = bounded(in.size());
      state_.next_out = out.data();
      state_.avail_out = bounded(out.size());
      const uInt room = state_.avail_out, given = state_.avail_in;
      const int status = inflate(&state_, Z_NO_FLUSH);
      input_->consume(given - state_.avail_in);
      if (status == Z_STREAM_END) {
        next_member();
      } else if (status != Z_OK && status != Z_BUF_ERROR) {
        stop("the gzip data are damaged");
      }
      if (room != state_.avail_out) return room - state_.avail_out;
    }
    return 0;
  }

 private:
  void next_member() {
    const Bytes next = input_->peek(4);
    done_ = next.empty();
    if (done_) return;
    // gzip pads with zeros on tapes and ignores what follows them; so does this.
    if (compression_of(next) != Compression::gzip) {
      if (next.front() != 0) trouble_ = "bytes that are no gzip data follow the gzip data";
      done_ = true;
    } else if (inflateReset(&state_) != Z_OK) {
      stop("zlib could not be started again");
    }
  }

  z_stream state_{};
};

class ZstdStream final : public Decompressor {
 public:
  explicit ZstdStream(std::unique_ptr<ChunkedInput> input)
      : Decompressor(std::move(input)), state_(ZSTD_createDStream(), &ZSTD_freeDStream) {
    if (!state_) stop("libzstd could not be started");
  }

  std::size_t read(std::span<std::uint8_t> out) override {
    while (!done_) {
      const Bytes in = input_->peek_some();
      if (in.empty() && !inside_frame_) {
        done_ = true;
        return 0;
      }
      ZSTD_inBuffer source{in.data(), in.size(), 0};
      ZSTD_outBuffer target{out.data(), out.size(), 0};
      const std::size_t status = ZSTD_decompressStream(state_.get(), &target, &source);
      if (ZSTD_isError(status) != 0) {
        return stop(std::string("the zstd data are damaged: ") + ZSTD_getErrorName(status));
      }
      input_->consume(source.pos);
      inside_frame_ = status != 0;
      if (target.pos > 0) return target.pos;
      if (in.empty()) return stop_at_end_of_input("zstd");
    }
    return 0;
  }

 private:
  std::unique_ptr<ZSTD_DStream, decltype(&ZSTD_freeDStream)> state_;
  bool inside_frame_ = false;
};

}  // namespace

Compression compression_of(Bytes first) {
  if (first.size() >= 3 && first[0] == 0x1f && first[1] == 0x8b && first[2] == 8) {
    return Compression::gzip;
  }
  if (first.size() < 4) return Compression::none;
  const bool frame = first[0] == 0x28 && first[1] == 0xb5 && first[2] == 0x2f && first[3] == 0xfd;
  // RFC 8878 §3.1.2: a skippable frame may come first.
  const bool skippable =
      (first[0] & 0xf0) == 0x50 && first[1] == 0x2a && first[2] == 0x4d && first[3] == 0x18;
  return frame || skippable ? Compression::zstd : Compression::none;
}

std::unique_ptr<ByteStream> decompress(Compression kind, std::unique_ptr<ChunkedInput> input) {
  if (kind == Compression::gzip) return std::make_unique<GzipStream>(std::move(input));
  return std::make_unique<ZstdStream>(std::move(input));
}

}  // namespace tlswhy
