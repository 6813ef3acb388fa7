#include "wire/record_stream.hpp"

#include <gtest/gtest.h>

#include <string>

#include "wire/testing/tls_bytes.hpp"

namespace tlswhy::testing {
namespace {

// What came out, as "22:body" and so on; a record that was opened has a plus sign.
struct Seen final : RecordSink {
  void record(const Record& r) override {
    text += std::to_string(static_cast<int>(r.type)) + (r.opened ? "+" : ":");
    text += r.truncated ? "?" : std::string(as_text(r.body));
    text += " ";
  }
  void damaged(Bytes there) override { text += "damaged:" + std::string(as_text(there)); }
  std::string text;
};

// A cipher of one letter, on application data that begins with it; the rest is not its own.
struct OneLetter final : RecordOpener {
  std::optional<Fragment> open(ContentType type, Bytes body) override {
    ++asked;
    if (type != ContentType::application_data || body.empty() || body.front() != 'k') {
      return std::nullopt;
    }
    return Fragment{ContentType::handshake, {body.begin() + 1, body.end()}};
  }
  int asked = 0;
};

std::string split(std::string_view bytes, std::size_t cut, RecordStream stream) {
  Seen seen;
  for (; !bytes.empty(); bytes.remove_prefix(std::min(cut, bytes.size())))
    stream.feed(as_bytes(bytes.substr(0, cut)), seen);
  return seen.text;
}

TEST(RecordStream, CountsApplicationDataThatNobodyOpens) {
  const std::string bytes = record(22, "hello") + record(23, "secret") + record(21, "");
  for (std::size_t cut = 1; cut <= bytes.size(); ++cut) {
    EXPECT_EQ(split(bytes, cut, RecordStream()), "22:hello 23: 21: ") << cut;
    EXPECT_EQ(split(bytes, cut, RecordStream(RecordStream::Keep::everything)),
              "22:hello 23:secret 21: ");
  }
}

TEST(RecordStream, HandsOverWhatAProtectedRecordCarries) {
  const std::string bytes = record(22, "hello") + record(23, "kflight") + record(23, "other");
  for (std::size_t cut = 1; cut <= bytes.size(); ++cut) {
    OneLetter opener;
    RecordStream stream;
    stream.open_with(&opener);
    EXPECT_EQ(split(bytes, cut, stream), "22:hello 22+flight 23:other ") << cut;
    EXPECT_EQ(opener.asked, 3);
  }
}

TEST(RecordStream, ALostPieceIsOpenedByNobody) {
  OneLetter opener;
  RecordStream stream;
  stream.open_with(&opener);
  Seen seen;
  const std::string bytes = record(23, "kflight");
  stream.feed(as_bytes(std::string_view(bytes).substr(0, 7)), seen);
  stream.gap(3, seen);
  stream.feed(as_bytes(std::string_view(bytes).substr(10)), seen);
  stream.feed(as_bytes(record(23, "kmore")), seen);
  EXPECT_EQ(seen.text, "23:? 22+more ");
  EXPECT_EQ(opener.asked, 1);
}

TEST(RecordStream, SaysAtOnceWhatIsNoRecord) {
  EXPECT_EQ(split("HTTP/1.1 400", 1, RecordStream()), "damaged:H");
  EXPECT_EQ(split(std::string("\x16\x02\x00\x00\x01", 5), 5, RecordStream()).substr(0, 8),
            "damaged:");
  EXPECT_EQ(split(std::string("\x16\x03\x01\xff\xff", 5), 5, RecordStream()).substr(0, 8),
            "damaged:");
}

}  // namespace
}  // namespace tlswhy::testing
