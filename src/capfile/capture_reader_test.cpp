#include "capfile/capture_reader.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

#include <algorithm>
#include <memory>
#include <thread>

#include "capfile/testing/read_all.hpp"

namespace tlswhy::testing {
namespace {

std::string gzip(std::string_view plain) {
  z_stream state{};
  EXPECT_EQ(deflateInit2(&state, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
  std::string out(deflateBound(&state, plain.size()) + 32, '\0');
  std::string in(plain);
  state.next_in = reinterpret_cast<Bytef*>(in.data());
  state.avail_in = static_cast<uInt>(in.size());
  state.next_out = reinterpret_cast<Bytef*>(out.data());
  state.avail_out = static_cast<uInt>(out.size());
  EXPECT_EQ(deflate(&state, Z_FINISH), Z_STREAM_END);
  out.resize(state.total_out);
  deflateEnd(&state);
  return out;
}

std::string zstd(std::string_view plain) {
  std::string out(ZSTD_compressBound(plain.size()), '\0');
  out.resize(ZSTD_compress(out.data(), out.size(), plain.data(), plain.size(), 3));
  return out;
}

std::string some_capture() {
  PcapWriter writer;
  std::uint32_t state = 1;
  for (std::uint32_t i = 0; i < 500; ++i) {
    std::string data;
    for (int k = 0; k < 300; ++k) {
      state = state * 1664525 + 1013904223;
      data += static_cast<char>(state >> 24);
    }
    writer.packet(data, i);
  }
  return writer.bytes();
}

TEST(CaptureReader, ReadsCompressedCaptures) {
  const std::string plain = some_capture();
  const auto expected = read_bytes(plain).packets;
  ASSERT_EQ(expected.size(), 500U);
  const std::string first = plain.substr(0, 1000), rest = plain.substr(1000);
  for (const std::string& packed :
       {gzip(plain), gzip(first) + gzip(rest), gzip(plain) + std::string(512, '\0'), zstd(plain),
        zstd(first) + zstd("") + zstd(rest)}) {
    const auto all = read_bytes(packed);
    EXPECT_EQ(all.packets, expected) << all.error;
    EXPECT_FALSE(all.truncated);
    EXPECT_NE(all.info.compression, "");
  }
}

TEST(CaptureReader, ReadsACutCompressedCaptureUpToTheCut) {
  const std::string plain = some_capture();
  const auto expected = read_bytes(plain).packets;
  for (const std::string& packed : {gzip(plain), zstd(plain)}) {
    for (std::size_t cut = 0; cut < packed.size(); cut += 1 + packed.size() / 97) {
      const auto all = read_bytes(packed.substr(0, cut));
      ASSERT_LT(all.packets.size(), expected.size());
      EXPECT_TRUE(std::equal(all.packets.begin(), all.packets.end(), expected.begin()));
      EXPECT_TRUE(all.truncated || !all.error.empty()) << cut;
    }
  }
}

TEST(CaptureReader, SaysWhatIsWrongWithCompressedData) {
  std::string damaged = gzip(some_capture());
  damaged[damaged.size() / 2] = static_cast<char>(damaged[damaged.size() / 2] ^ 0x55);
  damaged[damaged.size() / 2 + 1] = '\xff';
  const auto all = read_bytes(damaged);
  EXPECT_LE(all.packets.size(), 500U);
  ASSERT_FALSE(all.notes.empty());
  const auto followed = read_bytes(gzip(some_capture()) + "something else");
  EXPECT_EQ(followed.packets.size(), 500U);
  ASSERT_EQ(followed.notes.size(), 1U);
  EXPECT_EQ(followed.notes[0].what, "bytes that are no gzip data follow the gzip data");
}

TEST(CaptureReader, ReadsAFileAsTheBytesInIt) {
  const std::string plain = some_capture();
  const auto all = read_path(TemporaryFile(plain).path());
  EXPECT_EQ(all.packets, read_bytes(plain).packets) << all.error;
}

// A source that hands out bytes as a page or a network does: never more than a few, and it may
// break.
class SlowStream final : public ByteStream {
 public:
  SlowStream(std::string_view bytes, std::size_t breaks_at)
      : bytes_(bytes), breaks_at_(breaks_at) {}
  std::size_t read(std::span<std::uint8_t> out) override {
    const std::size_t end = std::min(bytes_.size(), breaks_at_);
    const Bytes next =
        as_bytes(bytes_.substr(at_, std::min({out.size(), end - at_, std::size_t{7}})));
    std::ranges::copy(next, out.begin());
    at_ += next.size();
    return next.size();
  }
  [[nodiscard]] std::string trouble() const override {
    return at_ == breaks_at_ ? "the source broke" : "";
  }
  [[nodiscard]] std::uint64_t consumed() const override { return at_; }

 private:
  std::string_view bytes_;
  std::size_t breaks_at_, at_ = 0;
};

TEST(CaptureReader, ReadsFromWhateverHandsOutBytes) {
  const std::string plain = some_capture();
  const auto expected = read_bytes(plain).packets;
  const auto all =
      read_all(CaptureReader::open(std::make_unique<SlowStream>(plain, plain.size() + 1)));
  EXPECT_EQ(all.packets, expected) << all.error;
  const auto broken = read_all(CaptureReader::open(std::make_unique<SlowStream>(plain, 5000)));
  EXPECT_TRUE(broken.truncated);
  EXPECT_LT(broken.packets.size(), expected.size());
  ASSERT_EQ(broken.notes.size(), 1U);
  EXPECT_NE(broken.notes[0].what.find("the source broke"), std::string::npos);
  const auto at_once = read_all(CaptureReader::open(std::make_unique<SlowStream>(plain, 0)));
  EXPECT_EQ(at_once.error, "the source broke");
}

TEST(CaptureReader, SaysHowFarItHasReadTheSource) {
  const std::string packed = gzip(some_capture());
  auto reader = CaptureReader::open(std::make_unique<MemoryStream>(as_bytes(packed)));
  ASSERT_TRUE(reader) << reader.error().what;
  EXPECT_EQ(reader->bytes_total(), packed.size());
  Packet packet;
  while (reader->next(packet)) {
  }
  EXPECT_EQ(reader->bytes_read(), packed.size());
}

TEST(CaptureReader, ReadsPipesInSmallPieces) {
  const std::string plain = some_capture();
  const auto expected = read_bytes(plain).packets;
  for (const std::string& bytes : {plain, gzip(plain), zstd(plain)}) {
    const TemporaryFile place("");
    const std::string path = place.path() + ".fifo";
    ASSERT_EQ(::mkfifo(path.c_str(), 0600), 0);
    std::thread writer([&] {
      const int descriptor = ::open(path.c_str(), O_WRONLY | O_CLOEXEC);
      for (std::size_t at = 0; at < bytes.size(); at += 977) {
        const std::string part = bytes.substr(at, 977);
        if (::write(descriptor, part.data(), part.size()) < 0) break;
      }
      ::close(descriptor);
    });
    const auto all = read_path(path);
    writer.join();
    ::unlink(path.c_str());
    EXPECT_EQ(all.packets, expected) << all.error;
  }
}

TEST(CaptureReader, SaysWhatAFileIsThatIsNoCapture) {
  const std::string text = "-----BEGIN CERTIFICATE-----\nMIIB\n";
  EXPECT_EQ(read_bytes(text).error, "no capture (pcap or pcapng), but PEM text");
  const TemporaryFile pem(text);
  EXPECT_EQ(read_path(pem.path()).error,
            pem.path() + ": no capture (pcap or pcapng), but PEM text");
  EXPECT_NE(read_bytes("").error.find("an empty file"), std::string::npos);
  EXPECT_NE(read_bytes(gzip("<html>")).error.find("an HTML page"), std::string::npos);
  EXPECT_EQ(read_path("/tmp").error, "/tmp: is a directory");
  EXPECT_EQ(read_path("/nowhere/x.pcap").error,
            "/nowhere/x.pcap: cannot be opened: No such file or directory");
}

TEST(CaptureReader, KnowsACaptureByItsFirstBytes) {
  const std::string pcap = some_capture();
  const std::string pcapng = PcapngWriter().section().bytes();
  for (const std::string& yes : {pcap, pcapng, gzip(pcap), zstd(pcapng)}) {
    EXPECT_TRUE(looks_like_capture(as_bytes(std::string_view(yes).substr(0, 300))));
  }
  for (const std::string& no :
       {std::string("-----BEGIN"), gzip("text text text"), zstd("text"), std::string(),
        std::string("\x0a\x0d\x0d\x0a but no more"), std::string("\x1f\x8b\x08")}) {
    EXPECT_FALSE(looks_like_capture(as_bytes(no)));
  }
}

}  // namespace
}  // namespace tlswhy::testing
