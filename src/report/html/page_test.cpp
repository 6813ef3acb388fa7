#include "report/html/page.hpp"

#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <string>
#include <vector>

namespace tlswhy::html {
namespace {

namespace bj = boost::json;

constexpr std::string_view begin = R"(<script id="data" type="application/json">)";

// What stands between the tags of the data.
std::string data_of(const std::string& page) {
  const std::size_t from = page.find(begin) + begin.size();
  return page.substr(from, page.find("</script>", from) - from);
}

std::string made_of(const std::vector<std::string>& documents) {
  const auto made = page(documents, "en");
  EXPECT_TRUE(made);
  return made.value_or("");
}

TEST(Page, IsTheBuiltOneWithTheDocumentsInside) {
  EXPECT_LT(report_page.size(), 150U * 1000);
  const std::string out = made_of({R"({"input":{"name":"a"}})", R"({"input":{"name":"b"}})"});
  EXPECT_EQ(out.find("@DATA@"), std::string::npos);
  const bj::value data = bj::parse(data_of(out));
  EXPECT_EQ(data.at("language"), "en");
  EXPECT_EQ(data.at("documents").as_array().size(), 2U);
  EXPECT_EQ(data.at("documents").at(1).at("input").at("name"), "b");
}

TEST(Page, ForbidsEveryRequest) {
  EXPECT_NE(report_page.find("default-src 'none'"), std::string_view::npos);
  EXPECT_NE(report_page.find("connect-src 'none'"), std::string_view::npos);
  EXPECT_EQ(report_page.find("unsafe"), std::string_view::npos);
  EXPECT_EQ(report_page.find("src=\"http"), std::string_view::npos);
}

TEST(Page, NothingInTheDataEndsTheScript) {
  const std::string evil = "</script><!--\xe2\x80\xa8\xe2\x80\xa9<SCRIPT>";
  const std::string out = made_of({bj::serialize(bj::object{{"name", evil}})});
  const std::string data = data_of(out);
  EXPECT_EQ(data.find('<'), std::string::npos);
  EXPECT_EQ(data.find("\xe2\x80\xa8"), std::string::npos);
  EXPECT_EQ(bj::parse(data).at("documents").at(0).at("name").as_string(), evil);
}

TEST(Page, WhatConnectionsShareStandsOnce) {
  const std::string remedies(
      R"("remedies":[{"title":"put ECDHE suites first and remove the DHE ones","rank":1,"where":"server"}])");
  const std::string out =
      made_of({"{\"conversations\":[{\"id\":\"tcp-0\"," + remedies + "},{\"id\":\"tcp-1\"," +
               remedies + "},{\"id\":\"tcp-2\",\"remedies\":[]}]}"});
  const bj::value data = bj::parse(data_of(out));
  ASSERT_EQ(data.at("shared").as_array().size(), 1U);
  const bj::value& list = data.at("documents").at(0).at("conversations");
  EXPECT_EQ(list.at(0).at("remedies").at("$shared"), 0);
  EXPECT_EQ(list.at(1).at("remedies").at("$shared"), 0);
  EXPECT_TRUE(list.at(2).at("remedies").as_array().empty());
  EXPECT_EQ(data.at("shared").at(0).at(0).at("rank"), 1);
}

TEST(Page, WhatIsNoJsonIsAnError) {
  const std::vector<std::string> broken{"{"};
  EXPECT_FALSE(page(broken, "en"));
}

}  // namespace
}  // namespace tlswhy::html
