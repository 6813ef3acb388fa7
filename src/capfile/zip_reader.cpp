#include "capfile/zip_reader.hpp"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <limits>
#include <utility>

#include "capfile/chunked_input.hpp"

namespace tlswhy {
namespace {

// APPNOTE section 4.3.7: the local header of a file, and what its fields mean.
constexpr std::size_t header_size = 30;
constexpr std::uint32_t file_signature = 0x04034b50, descriptor_signature = 0x08074b50;
constexpr unsigned encrypted_flag = 1U << 0U, sizes_behind_flag = 1U << 3U;
constexpr std::uint16_t stored = 0, deflated = 8, zip64_extra = 1;
constexpr std::uint32_t in_zip64 = 0xffffffff;

std::uint64_t number(Bytes bytes, std::size_t at, std::size_t size) {
  std::uint64_t out = 0;
  for (std::size_t i = size; i > 0; --i) out = out << 8U | bytes[at + i - 1];
  return out;
}

struct Header {
  std::string name;
  unsigned flags = 0;
  std::uint16_t method = 0;
  std::uint64_t packed = 0;  // bytes, where the sizes are not behind
  bool zip64 = false;

  [[nodiscard]] bool sizes_behind() const { return (flags & sizes_behind_flag) != 0; }
};

// Section 4.5.3: sizes that do not fit, the unpacked one first.
void read_extra(Bytes extra, bool size_there, Header& into) {
  while (extra.size() >= 4) {
    const auto id = static_cast<std::uint16_t>(number(extra, 0, 2));
    const auto size = static_cast<std::size_t>(number(extra, 2, 2));
    if (size > extra.size() - 4) return;
    if (id == zip64_extra) {
      into.zip64 = true;
      const std::size_t at = 4 + (size_there ? 8U : 0U);
      if (into.packed == in_zip64 && at + 8 <= 4 + size) into.packed = number(extra, at, 8);
    }
    extra = extra.subspan(4 + size);
  }
}

std::unexpected<Error> damaged(const ChunkedInput& input) {
  const std::string below = input.stream().trouble();
  return failure(Error::Kind::malformed, below.empty() ? "the zip data are damaged" : below);
}

}  // namespace

class ZipReader::Content final : public ByteStream {
 public:
  explicit Content(std::unique_ptr<ByteStream> stream) : input_(std::move(stream)) {
    started_ = inflateInit2(&state_, -MAX_WBITS) == Z_OK;
  }
  Content(const Content&) = delete;
  Content& operator=(const Content&) = delete;
  ~Content() override {
    if (started_) inflateEnd(&state_);
  }

  std::size_t read(std::span<std::uint8_t> out) override {
    if (done_ || out.empty()) return 0;
    return header_.method == stored ? copy(out) : unpack(out);
  }
  [[nodiscard]] std::string trouble() const override { return trouble_; }
  [[nodiscard]] std::uint64_t consumed() const override { return input_.stream().consumed(); }

  // Passes over what is left of the file, and its sizes behind it. False: they cannot be found.
  bool leave() {
    if (!open_) return true;
    open_ = false;
    if (!readable()) return !header_.sizes_behind() && input_.skip(left_) == left_;
    std::array<std::uint8_t, 16384> rest{};
    while (read(rest) > 0) {
    }
    if (!trouble_.empty()) return false;
    if (!header_.sizes_behind()) return true;
    const Bytes sign = input_.peek(4);
    const bool signed_too = sign.size() == 4 && number(sign, 0, 4) == descriptor_signature;
    const std::uint64_t size = (header_.zip64 ? 20U : 12U) + (signed_too ? 4U : 0U);
    return input_.skip(size) == size;
  }

  // The next local header; nothing where the directory or the end follows.
  Result<std::optional<Header>> header() {
    Bytes fixed = input_.peek(header_size);
    if (fixed.size() < 4) return damaged(input_);
    if (number(fixed, 0, 4) != file_signature) {
      if (number(fixed, 0, 2) != 0x4b50) return damaged(input_);
      return std::optional<Header>();
    }
    if (fixed.size() < header_size) return damaged(input_);
    Header out;
    out.flags = static_cast<unsigned>(number(fixed, 6, 2));
    out.method = static_cast<std::uint16_t>(number(fixed, 8, 2));
    out.packed = number(fixed, 18, 4);
    const bool size_there = number(fixed, 22, 4) == in_zip64;
    const auto name = static_cast<std::size_t>(number(fixed, 26, 2));
    const auto extra = static_cast<std::size_t>(number(fixed, 28, 2));
    const Bytes all = input_.peek(header_size + name + extra);
    if (all.size() < header_size + name + extra) return damaged(input_);
    out.name = as_text(all.subspan(header_size, name));
    read_extra(all.subspan(header_size + name, extra), size_there, out);
    input_.consume(all.size());
    begin(out);
    return std::optional(std::move(out));
  }

  // A stored file whose size is not known has no end that could be found.
  [[nodiscard]] bool readable() const {
    if ((header_.flags & encrypted_flag) != 0 || !started_) return false;
    return header_.method == deflated || (header_.method == stored && !header_.sizes_behind());
  }

 private:
  void begin(const Header& header) {
    header_ = header;
    left_ = header.packed;
    open_ = true;
    trouble_.clear();
    done_ = !readable();
    if (started_ && inflateReset(&state_) != Z_OK) done_ = true;
  }

  std::size_t stop(std::string why) {
    trouble_ = std::move(why);
    done_ = true;
    return 0;
  }

  std::size_t copy(std::span<std::uint8_t> out) {
    if (left_ == 0) {
      done_ = true;
      return 0;
    }
    const Bytes in = input_.peek_some();
    if (in.empty()) return stop("the zip data end early");
    const auto size =
        static_cast<std::size_t>(std::min<std::uint64_t>(left_, std::min(in.size(), out.size())));
    std::ranges::copy(in.first(size), out.begin());
    input_.consume(size);
    left_ -= size;
    return size;
  }

  std::size_t unpack(std::span<std::uint8_t> out) {
    constexpr std::size_t most = std::numeric_limits<uInt>::max();
    while (!done_) {
      const Bytes in = input_.peek_some();
      if (in.empty()) return stop("the zip data end early");
      state_.next_in = const_cast<Bytef*>(in.data());  // zlib's older interface; it only reads
      state_.avail_in = static_cast<uInt>(std::min(in.size(), most));
      state_.next_out = out.data();
      state_.avail_out = static_cast<uInt>(std::min(out.size(), most));
      const uInt room = state_.avail_out, given = state_.avail_in;
      const int status = inflate(&state_, Z_NO_FLUSH);
      input_.consume(given - state_.avail_in);
      if (status == Z_STREAM_END) {
        done_ = true;
      } else if (status != Z_OK && status != Z_BUF_ERROR) {
        stop("the zip data are damaged");
      }
      if (room != state_.avail_out) return room - state_.avail_out;
    }
    return 0;
  }

  ChunkedInput input_;
  Header header_;
  z_stream state_{};
  std::uint64_t left_ = 0;  // packed bytes of a stored file
  std::string trouble_;
  bool started_ = false, open_ = false, done_ = true;
};

ZipReader::ZipReader(std::unique_ptr<ByteStream> stream)
    : content_(std::make_unique<Content>(std::move(stream))) {}

ZipReader::~ZipReader() = default;

Result<std::optional<ZipReader::Entry>> ZipReader::next() {
  for (;;) {
    if (!content_->leave())
      return failure(Error::Kind::malformed, "what follows in the zip archive cannot be found");
    auto header = content_->header();
    if (!header) return std::unexpected(header.error());
    if (!*header) return std::optional<Entry>();
    Header& h = **header;
    if (h.name.ends_with('/')) continue;
    return std::optional(Entry{.name = std::move(h.name),
                               .readable = content_->readable(),
                               .encrypted = (h.flags & encrypted_flag) != 0});
  }
}

ByteStream& ZipReader::content() { return *content_; }

}  // namespace tlswhy
