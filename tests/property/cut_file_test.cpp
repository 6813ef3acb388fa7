// A capture file that ends anywhere: no crash, no certainty that the whole capture does not share,
// and no failure made out of a connection that worked.
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "property/captures.hpp"
#include "property/whole.hpp"

namespace tlswhy::testing {
namespace {

void cut_everywhere(const std::string& file, std::size_t step) {
  std::ifstream in(file, std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(in), {}};
  const Whole whole = judge_whole(read_bytes(bytes).packets);
  std::size_t last = 0;
  for (std::size_t size = 0; size < bytes.size(); size += step) {
    const Packets packets = read_bytes(std::string_view(bytes).substr(0, size)).packets;
    // The same packets give the same verdict.
    if (packets.size() == last) continue;
    last = packets.size();
    expect_no_more_than(whole, packets, file + " cut at " + std::to_string(size));
  }
}

std::size_t step_for(const std::string& file) {
  const auto size = std::filesystem::file_size(file);
  return size < 2000 ? 1 : size < 20'000 ? 7 : 61;
}

TEST(CutFile, SamplesInventNothing) {
  for (const std::string& file : samples()) cut_everywhere(file, step_for(file));
}

TEST(CutFile, LabCapturesInventNothing) {
  const auto files = lab_captures(60);
  if (files.empty()) GTEST_SKIP() << "no lab captures at ../shared/truth/pcaps";
  for (const std::string& file : files) cut_everywhere(file, 31);
}

}  // namespace
}  // namespace tlswhy::testing
