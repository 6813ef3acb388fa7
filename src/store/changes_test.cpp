#include "store/changes.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>

#include "model/testing/learned.hpp"

namespace tlswhy::store {
namespace {

const Timestamp day1 = *parse_time("2026-11-24T10:00:00Z");
const Timestamp day2 = *parse_time("2026-11-25T10:00:00Z");

class StoreChanges : public ::testing::Test {
 protected:
  StoreChanges() {
    std::string name = (std::filesystem::temp_directory_path() / "tlswhy-changes-XXXXXX").string();
    folder_ = mkdtemp(name.data());
    auto store = Store::open((folder_ / "probes.db").string(), true);
    EXPECT_TRUE(store) << store.error().what;
    store_.emplace(std::move(*store));
  }
  ~StoreChanges() override { std::filesystem::remove_all(folder_); }

  void run(Timestamp at, const std::vector<StoredResult>& results,
           const std::string& input = "list") {
    const auto id = store_->begin(input, at);
    for (const StoredResult& r : results) ASSERT_TRUE(store_->add(*id, r));
    ASSERT_TRUE(store_->finish(*id, at));
  }
  // "target: name text" of all changes of the latest input.
  std::vector<std::string> seen(Timestamp now = day2) {
    const auto all = changes(*store_, now);
    EXPECT_TRUE(all) << all.error().what;
    std::vector<std::string> out;
    for (const TargetChanges& t : all->front().list)
      for (const LearnedChange& c : t.changes)
        out.push_back(t.target + ": " + std::string(name_of(c)) + " " + testing::english(c));
    return out;
  }

  std::filesystem::path folder_;
  std::optional<Store> store_;
};
using Texts = std::vector<std::string>;

std::string server(std::string_view versions, std::string_view more = "") {
  return R"({"name":"a.example","address":{"ip":"192.0.2.1","port":443},"versions":[)" +
         std::string(versions) + "]" + std::string(more) + "}";
}

TEST_F(StoreChanges, NothingWithoutRuns) {
  EXPECT_TRUE(changes(*store_, day2)->empty());
  ASSERT_TRUE(store_->begin("list", day1));  // not finished
  EXPECT_TRUE(changes(*store_, day2)->empty());
}

TEST_F(StoreChanges, OfTheFirstRunNothingIsNew) {
  run(day1, {{"a:443", day1, {{"go-1.27", true, ""}}, server("\"TLSv1.2\""), "", {}}});
  EXPECT_EQ(seen(), Texts{});
  EXPECT_EQ(changes(*store_, day2)->front().before, std::nullopt);
  EXPECT_EQ(changes(*store_, day2)->front().targets, 1);
}

TEST_F(StoreChanges, VerdictsTargetsGadgetsAndWhatTheServerDoes) {
  run(day1, {{"a:443",
              day1,
              {{"finesse-11", true, ""}, {"go-1.27", false, "untrusted-root"}},
              server("\"TLSv1.2\""),
              "",
              {{"https://a/g.xml", "ok"}}},
             {"b:443", day1, {}, "", "refused", {}},
             {"c:443", day1, {}, "", "", {}}});
  run(day2, {{"a:443",
              day2,
              {{"finesse-11", false, "pss-chain"}, {"go-1.27", false, "cert-expired"}},
              server("\"TLSv1.2\",\"TLSv1.3\""),
              "",
              {{"https://a/g.xml", "html"}}},
             {"b:443", day2, {}, server("\"TLSv1.2\""), "", {}},
             {"d:443", day2, {}, "", "", {}}});
  run(day2, {}, "another list");
  const auto all = changes(*store_, day2);
  ASSERT_EQ(all->size(), 2);
  EXPECT_EQ(all->front().input, "another list");
  EXPECT_EQ(all->back().before, day1);
  EXPECT_EQ(all->back().after, day2);
  run(day2, {}, "list");  // all gone
  EXPECT_EQ(seen(), (Texts{"a:443: removed_target was asked before and is not any more",
                           "b:443: removed_target was asked before and is not any more",
                           "d:443: removed_target was asked before and is not any more"}));
  Texts last;
  for (const TargetChanges& t : all->back().list)
    for (const LearnedChange& c : t.changes) last.push_back(t.target + ": " + testing::english(c));
  EXPECT_EQ(
      last,
      (Texts{"a:443: finesse-11 would not connect any more: pss-chain",
             ("a:443: go-1.27 would not connect, for another reason: cert-expired; before: "
              "untrusted-root"),
             "a:443: what comes where the gadget was asked for is now html, before ok",
             "a:443: the server now takes TLSv1.3", "b:443: is reached now; before: refused",
             "c:443: was asked before and is not any more", "d:443: new: was not asked before"}));
}

TEST_F(StoreChanges, WhatIsStoredDamagedIsSaid) {
  run(day1, {{"a:443", day1, {}, "{\"versions\":", "", {}}});
  const auto all = changes(*store_, day2);
  ASSERT_FALSE(all);
  EXPECT_EQ(all.error().what.substr(0, 6), "a:443:");
}

}  // namespace
}  // namespace tlswhy::store
