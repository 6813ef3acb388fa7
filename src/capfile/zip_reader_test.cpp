#include "capfile/zip_reader.hpp"

#include <gtest/gtest.h>
#include <zlib.h>

#include <string>
#include <vector>

namespace tlswhy {
namespace {

std::string number(std::uint64_t value, int size) {
  std::string out;
  for (int i = 0; i < size; ++i) out += static_cast<char>(value >> (8 * i) & 0xff);
  return out;
}

std::string deflate_raw(const std::string& text) {
  z_stream state{};
  deflateInit2(&state, 9, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY);
  std::string out(text.size() + 64, '\0'), in = text;
  state.next_in = reinterpret_cast<Bytef*>(in.data());
  state.avail_in = static_cast<uInt>(in.size());
  state.next_out = reinterpret_cast<Bytef*>(out.data());
  state.avail_out = static_cast<uInt>(out.size());
  deflate(&state, Z_FINISH);
  out.resize(state.total_out);
  deflateEnd(&state);
  return out;
}

// A local header with its data.
std::string file(const std::string& name, const std::string& data, int method, int flags = 0,
                 const std::string& extra = {}, std::uint64_t packed = 0) {
  const bool behind = (flags & 8) != 0;
  return "PK\3\4" + number(20, 2) + number(static_cast<std::uint64_t>(flags), 2) +
         number(static_cast<std::uint64_t>(method), 2) + number(0, 8) +
         number(packed != 0 ? packed
                : behind    ? 0
                            : data.size(),
                4) +
         number(packed != 0 ? packed : 0, 4) + number(name.size(), 2) + number(extra.size(), 2) +
         name + extra + data;
}
const std::string directory = "PK\1\2";

struct Read {
  std::vector<std::string> names, texts;
  std::string error;
};

Read read(const std::string& archive) {
  Read out;
  ZipReader zip(std::make_unique<MemoryStream>(as_bytes(archive)));
  for (;;) {
    const auto entry = zip.next();
    if (!entry) {
      out.error = entry.error().what;
      return out;
    }
    if (!*entry) return out;
    out.names.push_back((*entry)->name);
    std::string text;
    std::vector<std::uint8_t> part(7);
    while (const std::size_t got = zip.content().read(part))
      text.append(part.begin(), part.begin() + static_cast<std::ptrdiff_t>(got));
    out.texts.push_back((*entry)->readable ? text : "unreadable");
  }
}

TEST(ZipReader, ReadsStoredAndDeflatedFiles) {
  const std::string text(3000, 'x');
  const Read got = read(file("logs/", "", 0) + file("logs/a", "hello", 0) +
                        file("logs/b", deflate_raw(text), 8) + directory);
  EXPECT_EQ(got.error, "");
  EXPECT_EQ(got.names, (std::vector<std::string>{"logs/a", "logs/b"}));
  EXPECT_EQ(got.texts, (std::vector<std::string>{"hello", text}));
}

TEST(ZipReader, FindsTheEndOfDataWhoseSizesStandBehindThem) {
  const std::string packed = deflate_raw("first");
  const std::string sizes = number(1, 4) + number(2, 4) + number(3, 4);
  const Read got = read(file("a", packed, 8, 8) + "PK\7\10" + sizes + file("b", packed, 8, 8) +
                        sizes + file("c", "last", 0) + directory);
  EXPECT_EQ(got.error, "");
  EXPECT_EQ(got.texts, (std::vector<std::string>{"first", "first", "last"}));
}

TEST(ZipReader, TakesTheSizesOfZip64) {
  const std::string extra = number(1, 2) + number(16, 2) + number(5, 8) + number(5, 8);
  const Read got =
      read(file("a", "hello", 0, 0, extra, 0xffffffff) + file("b", "x", 0) + directory);
  EXPECT_EQ(got.texts, (std::vector<std::string>{"hello", "x"}));
}

TEST(ZipReader, PassesOverWhatItCannotRead) {
  const Read got = read(file("secret", "hello", 0, 1) + file("odd", "hello", 99) +
                        file("b", "x", 0) + directory);
  EXPECT_EQ(got.error, "");
  EXPECT_EQ(got.texts, (std::vector<std::string>{"unreadable", "unreadable", "x"}));
}

TEST(ZipReader, SaysThatAnArchiveIsCutOrDamaged) {
  const std::string whole = file("a", deflate_raw("hello hello hello"), 8) + directory;
  for (std::size_t size = 0; size + directory.size() < whole.size(); ++size)
    EXPECT_NE(read(whole.substr(0, size)).error, "") << size;
  EXPECT_NE(read(file("a", "\xff\xff\xff\xff", 8) + directory).error, "");
  EXPECT_NE(read(file("a", "hello", 0) + "garbage").error, "");
}

}  // namespace
}  // namespace tlswhy
