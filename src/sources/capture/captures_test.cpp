// Third-party captures, where they lie beside the project: every packet that others see is seen.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "sources/capture/read_capture.hpp"
#include "sources/capture/testing/packets.hpp"

namespace tlswhy::testing {
namespace {

namespace fs = std::filesystem;

std::uint32_t frames_of(const fs::path& facts) {
  std::stringstream text;
  text << std::ifstream(facts).rdbuf();
  const std::string all = text.str(), key = "\"frames\": ";
  const std::size_t at = all.find(key);
  if (at == std::string::npos) return 0;
  return static_cast<std::uint32_t>(std::stoul(all.substr(at + key.size(), 10)));
}

TEST(Captures, HaveAsManyPacketsAsOthersSee) {
  const fs::path folder = "../shared/captures";
  if (!fs::exists(folder)) GTEST_SKIP() << "no third-party captures at " << folder;
  int seen = 0;
  for (const auto& entry : fs::directory_iterator(folder)) {
    const std::string name = entry.path().filename().string();
    if (name.find(".pcap") == std::string::npos) continue;
    Recorder recorder;
    const auto summary = read_capture(entry.path().string(), recorder);
    ASSERT_TRUE(summary) << summary.error().what;
    EXPECT_EQ(summary->counts.packets, frames_of(folder / "facts" / (name + ".json"))) << name;
    EXPECT_EQ(recorder.conversations.size(), recorder.opened) << name;
    EXPECT_EQ(summary->counts.conversations, recorder.opened) << name;
    EXPECT_FALSE(summary->truncated) << name;
    EXPECT_EQ(summary->counts.skipped_for(Skip::unknown_link_type), 0U) << name;
    ++seen;
  }
  EXPECT_GT(seen, 50);
}

}  // namespace
}  // namespace tlswhy::testing
