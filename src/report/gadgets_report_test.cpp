#include "report/gadgets_report.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "report/testing/layouts.hpp"
#include "report/text/lay_out.hpp"

namespace tlswhy {
namespace {

using namespace testing;
using Kind = GadgetOutcome::Kind;

TEST(Gadgets, WhatLoadsWhatDoesNotAndWhy) {
  const LayoutReport report = layout_example();
  EXPECT_EQ(loads(report, report.rows[0]), false);
  EXPECT_EQ(loads(report, report.rows[1]), true);
  EXPECT_EQ(loads(report, report.rows[2]), false);
  EXPECT_EQ(loads(report, report.rows[3]), false);
  EXPECT_EQ(loads(report, report.rows[4]), std::nullopt);
  const std::string text = text::lay_out(gadgets_report(report, {}), {});
  for (const char* part :
       {"client: finesse-11 (given)\n", "FAILS     crm.corp.example:8444: ",
        "          Agent / Home: /card.xml?... (one of alternateHosts)\n",
        "PRINTS    PKIX path validation failed\n",
        "DO THIS   at the CA: ", "FAILS     gone.corp.example:443: the connection was refused\n",
        "FAILS     line 9: \"https://:x\": has no host\n",
        "WORKS     wiki.corp.example:443: connects with TLSv1.2,",
        "          Agent, all tabs: /good.xml\n", "sends a web page instead of a", "\"Sign in\"\n",
        "NOTES     line 9: Agent / Home: /y.xml\n", "the host is a placeholder",
        "one comes from the Finesse server itself", "2 stand inside comments",
        "8 gadgets from 3 servers: 1 will load, 4 will not, 3 not decided"})
    EXPECT_NE(text.find(part), std::string::npos) << part << "\n" << text;
  EXPECT_LT(text.find("/login"), text.find("WORKS")) << text;
}

TEST(Gadgets, FitsEightyColumns) {
  const std::string text = text::lay_out(gadgets_report(layout_example(), {}), {});
  for (std::size_t start = 0; start < text.size();) {
    const std::size_t end = text.find('\n', start);
    EXPECT_LE(end - start, 80) << text.substr(start, end - start);
    start = end + 1;
  }
}

TEST(Gadgets, WithoutAStoreTheRootIsTakenForGranted) {
  LayoutReport report = layout_example();
  EXPECT_EQ(text::lay_out(gadgets_report(report, {}), {}).find("if it trusts the root"),
            std::string::npos);
  report.hosts[1].judged.verdicts[0].played().negotiation.path.emplace().anchor_assumed = true;
  EXPECT_NE(text::lay_out(gadgets_report(report, {}), {}).find("if it trusts the root"),
            std::string::npos);
}

TEST(Gadgets, OnlyAGadgetHasToBeADocument) {
  LayoutReport report = layout_example();
  report.rows[2].element = "component";
  EXPECT_EQ(loads(report, report.rows[2]), true);
  report.rows[2].outcome = GadgetOutcome{Kind::elsewhere, "https://sso.example:443"};
  EXPECT_EQ(loads(report, report.rows[2]), std::nullopt);
  for (const Kind kind : {Kind::redirect, Kind::status, Kind::empty}) {
    report.rows[2].outcome = GadgetOutcome{kind, "/x"};
    EXPECT_EQ(loads(report, report.rows[2]), false);
  }
}

}  // namespace
}  // namespace tlswhy
