#include "report/markdown/markdown.hpp"

#include <gtest/gtest.h>

namespace tlswhy::markdown {
namespace {

TEST(Markdown, NothingFromTheWireIsMarkup) {
  EXPECT_EQ(escaped("<b>x</b> [a](b) `c` *d* | @all"),
            "\\<b\\>x\\</b\\> \\[a\\](b) \\`c\\` \\*d\\* \\| \\@all");
  EXPECT_EQ(escaped("- no list"), "\\- no list");
  EXPECT_EQ(escaped("# no heading"), "\\# no heading");
}

TEST(Markdown, NamesOfSuitesStayReadable) {
  EXPECT_EQ(escaped("TLS_DHE_RSA and _this_"), "TLS_DHE_RSA and \\_this\\_");
}

TEST(Markdown, LabelsAreBoldAndLinesSayWhatShowsThem) {
  Report report;
  report.title = "tlswhy a.pcap";
  report.sections = {
      {.name = "verdict", .label = "VERDICT", .lines = {{.text = "It broke.", .mark = "PROVEN"}}},
      {.name = "why", .label = "WHY", .lines = {{.text = "a prime", .at = 7U}}}};
  EXPECT_EQ(lay_out(report, {}),
            "### tlswhy a.pcap\n\n**VERDICT**\n\n- It broke. **PROVEN**\n\n**WHY**\n\n- a prime "
            "(frame 7)\n\n");
}

TEST(Markdown, WhatIsSetInBelongsToTheLineBefore) {
  Report report;
  report.sections = {
      {.name = "fails", .label = "FAILS", .lines = {{.text = "because"}, {.text = "  java-8"}}}};
  EXPECT_NE(lay_out(report, {}).find("- because\n  - java-8\n"), std::string::npos);
}

TEST(Markdown, StepsAreABlockThatTheirBackticksDoNotEnd) {
  Report report;
  report.sections = {{.name = "do_this", .label = "DO THIS", .lines = {{.text = "change it"}}}};
  report.sections.front().steps = {{{}, {"echo ```", "systemctl *"}}, {{}, {"other"}}};
  const std::string text = lay_out(report, {});
  EXPECT_NE(text.find("````text\necho ```\nsystemctl *\n````\n"), std::string::npos) << text;
  EXPECT_EQ(text.find("other"), std::string::npos);
  Wording full;
  full.full = true;
  EXPECT_NE(lay_out(report, full).find("other"), std::string::npos);
}

}  // namespace
}  // namespace tlswhy::markdown
