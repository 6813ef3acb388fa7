#include "report/json/layout.hpp"

#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "report/testing/layouts.hpp"

namespace tlswhy::json {
namespace {

namespace bj = boost::json;

TEST(LayoutJson, IsOfTheContract) {
  const bj::value document = bj::parse(layout(testing::layout_example(), {}));
  EXPECT_EQ(document.at("schema"), "tlswhy/1");
  EXPECT_EQ(document.at("input").at("kind"), "layout");
  EXPECT_EQ(document.at("summary"),
            bj::parse(R"({"gadgets":8,"load":1,"fail":4,"undecided":3,"left_out":2,
                          "text":"8 gadgets from 3 servers: 1 will load, 4 will not, 3 not decided"})"));
  EXPECT_EQ(document.at("report").at(0).at("part"), "fails");
  ASSERT_EQ(document.at("servers").as_array().size(), 3);
  EXPECT_EQ(document.at("servers").at(2).at("trouble"), "the connection was refused");
  EXPECT_EQ(document.at("verdicts").at(0).at("id"), "crm.corp.example:8444/finesse-11");
  EXPECT_EQ(document.at("verdicts").at(0).at("accepted"), false);
  const bj::array& gadgets = document.at("gadgets").as_array();
  EXPECT_EQ(gadgets[0], bj::parse(R"({"role":"Agent","tab":"Home","element":"gadget",
              "url":"https://crm.corp.example:8444/card.xml?team=1","line":9,"source":"server",
              "target":"crm.corp.example:8444","alternate":true,"disabled":false,"loads":false,
              "why":"crm.corp.example:8444/finesse-11","gadget":"not fetched","detail":null})"));
  EXPECT_EQ(gadgets[1].at("gadget"), "ok");
  EXPECT_EQ(gadgets[1].at("loads"), true);
  EXPECT_EQ(gadgets[1].at("tab"), nullptr);
  EXPECT_EQ(gadgets[2].at("gadget"), "not a gadget: html");
  EXPECT_EQ(gadgets[2].at("detail"), "Sign in");
  EXPECT_EQ(gadgets[4].at("loads"), nullptr);
  EXPECT_EQ(gadgets[4].at("source"), "own");
  EXPECT_EQ(gadgets[7].at("detail"), "\"https://:x\": has no host");
}

}  // namespace
}  // namespace tlswhy::json
