// The analysis driven from memory: bytes in, an Explanation for each connection out.
#include "analysis/capture_analysis.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "base/byte_stream.hpp"
#include "knowledge/ids/causes.hpp"

namespace tlswhy {
namespace {

using Established = CaptureAnalysis::Established;

std::string bytes_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

struct Explained {
  std::vector<Explanation> list;
  CaptureSummary summary;

  explicit Explained(const std::string& bytes, Established wanted = Established::counted,
                     const Setting& setting = {}) {
    CertificateCache cache;
    CaptureAnalysis analysis(setting, cache, wanted,
                             [this](Explanation&& e) { list.push_back(std::move(e)); });
    auto reader = CaptureReader::open(std::make_unique<MemoryStream>(as_bytes(bytes)));
    EXPECT_TRUE(reader) << bytes.size() << " bytes";
    if (reader) summary = analysis.read(*reader);
  }
};

TEST(CaptureAnalysis, ABrokenConnectionComesWithItsReasonAndItsRemedies) {
  const Explained e(bytes_of("samples/weak-dh.pcap"));
  ASSERT_EQ(e.list.size(), 1U);
  EXPECT_GT(e.summary.counts.packets, 0U);
  const Explanation& only = e.list[0];
  EXPECT_EQ(only.diagnosis.outcome, Outcome::failed);
  EXPECT_EQ(only.diagnosis.cause, knowledge::CauseId::weak_dh_group);
  EXPECT_EQ(only.diagnosis.refuser, Party::client);
  ASSERT_FALSE(only.remedies().empty());
  EXPECT_EQ(only.remedies().front().applicability, Applicability::proved);
  EXPECT_EQ(only.seen().server().port, 443);
}

TEST(CaptureAnalysis, CertificatesOfConnectionsThatWorkedAreReadOnlyWhereTheyAreWanted) {
  const std::string bytes = bytes_of("tests/cases/common-name-wrong-san-right/input.pcap");
  for (const auto wanted : {Established::counted, Established::whole}) {
    const Explained e(bytes, wanted);
    ASSERT_EQ(e.list.size(), 1U);
    EXPECT_TRUE(e.list[0].established());
    EXPECT_TRUE(e.list[0].remedies().empty());
    const auto& certificates = e.list[0].seen().handshake.server_certificates;
    ASSERT_TRUE(certificates);
    EXPECT_EQ(certificates->front()->parsed, wanted == Established::whole);
  }
}

TEST(CaptureAnalysis, WhoConnectsCanBeTold) {
  Setting setting;
  setting.clients = {knowledge::find_client("java-8u152")};
  const Explained e(bytes_of("samples/weak-dh.pcap"), Established::counted, setting);
  ASSERT_EQ(e.list.size(), 1U);
  EXPECT_EQ(e.list[0].diagnosis.profile, setting.clients[0]);
}

// The same connection again and again, an hour after the one before. Gives what `decided` was
// before the end.
std::size_t explain_often(int times, const CaptureAnalysis::Handler& handler,
                          const std::size_t* decided) {
  const std::string bytes = bytes_of("samples/weak-dh.pcap");
  const Setting setting;
  CertificateCache cache;
  CaptureAnalysis analysis(setting, cache, Established::counted, handler);
  for (int i = 0; i < times; ++i) {
    auto reader = CaptureReader::open(std::make_unique<MemoryStream>(as_bytes(bytes)));
    if (!reader) return 0;
    read_packets(*reader, [&](const Packet& p) {
      Packet moved = p;
      moved.time.ns += i * std::int64_t{3'600'000'000'000};
      analysis.packet(moved);
    });
  }
  const std::size_t before_the_end = *decided;
  analysis.finish();
  return before_the_end;
}

// What is decided does not wait for the end of the capture.
TEST(CaptureAnalysis, ResultsComeAsSoonAsTheyAreDecided) {
  std::size_t decided = 0;
  const std::size_t before_the_end =
      explain_often(300, [&](Explanation&&) { ++decided; }, &decided);
  EXPECT_GT(before_the_end, 0U);
  EXPECT_EQ(decided, 300U);
}

TEST(CaptureAnalysis, LikeFailuresShareTheirRemedies) {
  std::vector<Explanation> list;
  std::size_t decided = 0;
  explain_often(2, [&](Explanation&& e) { list.push_back(std::move(e)); }, &decided);
  ASSERT_EQ(list.size(), 2U);
  EXPECT_EQ(list[0].shared_remedies, list[1].shared_remedies);
  EXPECT_FALSE(list[0].remedies().empty());
}

TEST(CaptureAnalysis, AnythingElseIsNoCapture) {
  EXPECT_FALSE(CaptureReader::open(std::make_unique<MemoryStream>(as_bytes("no capture"))));
}

}  // namespace
}  // namespace tlswhy
