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

// The capture begins at each packet, and stops at each.
void keep_a_part(const std::string& file, Roles& roles) {
  const Packets packets = read_path(file).packets;
  const Whole whole = judge_whole(packets);
  for (std::size_t at = 1; at < packets.size(); ++at) {
    const auto cut = packets.begin() + static_cast<std::ptrdiff_t>(at);
    const std::string where = std::to_string(at + 1);
    const Packets late(cut, packets.end());
    expect_no_more_than(whole, late, file + " from packet " + where);
    expect_no_more_than(whole, {packets.begin(), cut}, file + " before packet " + where);
    roles.count(whole, late);
  }
}

void keep_parts(const std::vector<std::string>& files) {
  Roles roles;
  for (const std::string& file : files) keep_a_part(file, roles);
  EXPECT_LT(roles.exchanged * 100, roles.all) << "client and server exchanged, of " << roles.all;
}

TEST(Loss, SamplesInventNothing) {
  for (const std::string& file : samples()) lose_each(file);
}

TEST(Loss, CasesInventNothing) {
  for (const std::string& file : cases(4)) lose_each(file);
}

TEST(Loss, PartsOfSamplesAndCasesInventNothing) {
  std::vector<std::string> files = small_captures("samples");
  for (const std::string& file : cases(4)) files.push_back(file);
  keep_parts(files);
}

TEST(Loss, PartsOfOtherCapturesInventNothing) {
  const auto files = small_captures("../shared/captures");
  if (files.empty()) GTEST_SKIP() << "no captures at ../shared/captures";
  keep_parts(files);
  for (const std::string& file : files) lose_each(file);
}

TEST(Loss, LabCapturesInventNothing) {
  const auto files = lab_captures(60);
  if (files.empty()) GTEST_SKIP() << "no lab captures at ../shared/truth/pcaps";
  for (const std::string& file : files) lose_each(file);
}

}  // namespace
}  // namespace tlswhy::testing
