// A packet that the capture lost: no certainty that the whole capture does not share, and no
// failure made out of a connection that worked.
#include "property/captures.hpp"
#include "property/whole.hpp"

namespace tlswhy::testing {
namespace {

void lose_each(const std::string& file) {
  const Packets packets = read_path(file).packets;
  const Whole whole = judge_whole(packets);
  for (std::size_t lost = 0; lost < packets.size(); ++lost) {
    Packets rest = packets;
    rest.erase(rest.begin() + static_cast<std::ptrdiff_t>(lost));
    expect_no_more_than(whole, rest, file + " without packet " + std::to_string(lost + 1));
  }
}

TEST(Loss, SamplesInventNothing) {
  for (const std::string& file : samples()) lose_each(file);
}

TEST(Loss, LabCapturesInventNothing) {
  const auto files = lab_captures(60);
  if (files.empty()) GTEST_SKIP() << "no lab captures at ../shared/truth/pcaps";
  for (const std::string& file : files) lose_each(file);
}

}  // namespace
}  // namespace tlswhy::testing
