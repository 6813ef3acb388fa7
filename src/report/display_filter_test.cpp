#include "report/display_filter.hpp"

#include <gtest/gtest.h>

namespace tlswhy {
namespace {

Report saying(const std::vector<Provenance>& places) {
  Report out;
  out.line("WHY", "");
  for (const Provenance at : places) out.sections.back().lines.push_back({.text = "x", .at = at});
  return out;
}

TEST(DisplayFilter, NamesEachPacketOnceInOrder) {
  const Report first = saying({9U, 4U, 9U});
  const Report second = saying({7U});
  EXPECT_EQ(display_filter({&first, &second}), "frame.number in {4, 7, 9}");
}

TEST(DisplayFilter, LinesOfALogAreNoPackets) {
  Provenance line(3U);
  line.kind = Provenance::Kind::line;
  const Report log = saying({line});
  EXPECT_EQ(display_filter({&log}), "");
  EXPECT_EQ(display_filter({}), "");
}

}  // namespace
}  // namespace tlswhy
