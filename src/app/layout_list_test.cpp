#include "app/layout_list.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "report/gadgets_report.hpp"
#include "report/text/lay_out.hpp"

namespace tlswhy {
namespace {

LayoutReport listed(bool disabled) {
  const auto layout = read_layout_file("samples/finesse-layout.xml");
  EXPECT_TRUE(layout.has_value());
  return list_layout("layout.xml", *layout, disabled).report;
}

TEST(LayoutList, DecidesNothingThatWasNotAsked) {
  const LayoutReport report = listed(false);
  EXPECT_EQ(report.hosts.size(), 5);
  EXPECT_EQ(report.left_out, 2);
  for (const GadgetRow& row : report.rows) EXPECT_EQ(loads(report, row), std::nullopt) << row.url;
  const std::string text = text::lay_out(gadgets_report(report, {}), {});
  EXPECT_EQ(text.find("WORKS"), std::string::npos) << text;
  EXPECT_NE(text.find("NOTES     static.corp.example:443: not asked\n"), std::string::npos) << text;
}

TEST(LayoutList, HasARowForEachServerOfAGadget) {
  const LayoutReport report = listed(true);
  EXPECT_EQ(report.left_out, 0);
  const auto alternate = std::ranges::find(report.rows, true, &GadgetRow::alternate);
  ASSERT_NE(alternate, report.rows.end());
  EXPECT_EQ(report.hosts.at(*alternate->host).name, "crm-b.corp.example:8444");
}

TEST(LayoutList, SaysWhichFileCannotBeRead) {
  const auto layout = read_layout_file("samples/no-such-layout.xml");
  ASSERT_FALSE(layout.has_value());
  EXPECT_TRUE(layout.error().what.starts_with("samples/no-such-layout.xml: "));
}

}  // namespace
}  // namespace tlswhy
