#include "store/store.hpp"

#include <gtest/gtest.h>
#include <sqlite3.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>

namespace tlswhy::store {
namespace {

namespace fs = std::filesystem;

class StoreFile : public ::testing::Test {
 protected:
  StoreFile() {
    std::string name = (fs::temp_directory_path() / "tlswhy-store-XXXXXX").string();
    folder_ = mkdtemp(name.data());
  }
  ~StoreFile() override { fs::remove_all(folder_); }

  [[nodiscard]] std::string path(const char* name = "probes.db") const {
    return (folder_ / name).string();
  }
  Store open() {
    auto store = Store::open(path(), true);
    EXPECT_TRUE(store) << store.error().what;
    return std::move(*store);
  }
  // The error, without the path that it begins with.
  static std::string fault(const std::string& path, bool writable = true) {
    const auto store = Store::open(path, writable);
    if (store) return "none";
    EXPECT_TRUE(store.error().what.starts_with(path + ": ")) << store.error().what;
    return store.error().what.substr(path.size() + 2);
  }
  static void sql(const std::string& path, const char* statements) {
    sqlite3* handle = nullptr;
    ASSERT_EQ(sqlite3_open(path.c_str(), &handle), SQLITE_OK);
    EXPECT_EQ(sqlite3_exec(handle, statements, nullptr, nullptr, nullptr), SQLITE_OK);
    sqlite3_close(handle);
  }
  static std::string content(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }

  fs::path folder_;
};

const Timestamp at = *parse_time("2026-11-25T10:00:00Z");
StoredResult result(const std::string& target) {
  return {target, at,           {{"finesse-11", false, "pss-chain"}, {"go-1.27", true, ""}},
          "",     "refused: x", {{"https://" + target + "/g.xml", "html"}}};
}

TEST_F(StoreFile, KeepsWhatWasFound) {
  {
    Store store = open();
    const auto run = store.begin("list.txt", at);
    ASSERT_TRUE(store.add(*run, result("b.example:443")));
    ASSERT_TRUE(store.add(*run, result("a.example:443")));
    StoredResult again = result("b.example:443");
    again.verdicts.pop_back();
    again.gadgets.clear();
    ASSERT_TRUE(store.add(*run, again));
    ASSERT_TRUE(store.finish(*run, at));
  }
  auto store = Store::open(path(), false);
  ASSERT_TRUE(store) << store.error().what;
  EXPECT_EQ(*store->inputs(), std::vector<std::string>{"list.txt"});
  const auto runs = store->runs("list.txt", 5);
  ASSERT_EQ(runs->size(), 1);
  EXPECT_EQ(runs->front().finished, at);
  const auto results = store->results(runs->front().id);
  ASSERT_EQ(results->size(), 2);
  EXPECT_EQ(results->front().target, "a.example:443");
  EXPECT_EQ(results->front().time, at);
  EXPECT_EQ(results->front().trouble, "refused: x");
  ASSERT_EQ(results->front().verdicts.size(), 2);
  EXPECT_EQ(results->front().verdicts[0].cause, "pss-chain");
  EXPECT_TRUE(results->front().verdicts[1].accepted);
  EXPECT_EQ(results->front().gadgets.front().outcome, "html");
  EXPECT_EQ(results->back().verdicts.size(), 1);
  EXPECT_TRUE(results->back().gadgets.empty());
}

TEST_F(StoreFile, AnInterruptedRunGoesOn) {
  std::int64_t first = 0;
  {
    Store store = open();
    first = *store.begin("list.txt", at);
    ASSERT_TRUE(store.add(first, result("a.example:443")));
  }
  Store store = open();
  EXPECT_NE(*store.begin("other.txt", at), first);
  EXPECT_EQ(*store.begin("list.txt", at), first);
  EXPECT_EQ(*store.done(first), std::set<std::string>{"a.example:443"});
  EXPECT_TRUE(store.runs("list.txt", 5)->empty());
  ASSERT_TRUE(store.finish(first, at));
  const auto second = store.begin("list.txt", at);
  EXPECT_NE(*second, first);
  EXPECT_TRUE(store.done(*second)->empty());
}

TEST_F(StoreFile, AForeignFileIsLeftAlone) {
  std::ofstream(path("notes.txt")) << "nothing to do with it\n";
  EXPECT_EQ(fault(path("notes.txt")), "is no store of tlswhy");
  EXPECT_EQ(content(path("notes.txt")), "nothing to do with it\n");
  sql(path("other.db"), "CREATE TABLE t(x); INSERT INTO t VALUES(1)");
  const std::string before = content(path("other.db"));
  EXPECT_EQ(fault(path("other.db")), "is a database of another program, no store of tlswhy");
  EXPECT_EQ(content(path("other.db")), before);
  sql(path("numbered.db"), "PRAGMA application_id=7");
  EXPECT_EQ(fault(path("numbered.db")), "is a database of another program, no store of tlswhy");
}

TEST_F(StoreFile, SaysWhatIsWrongWithIt) {
  open();
  sql(path(), "PRAGMA user_version=9");
  EXPECT_EQ(fault(path()), "was written by a newer tlswhy (form 9, this one knows 1)");
  EXPECT_EQ(fault(path("none.db"), false), "there is no such store");
  EXPECT_FALSE(fs::exists(path("none.db")));
  EXPECT_EQ(fault(folder_.string()), "is a folder, not a store");
  EXPECT_EQ(fault((folder_ / "no/folder.db").string()), "cannot be opened");
  std::ofstream(path("damaged.db"))
      << std::string("SQLite format 3\0", 16) << std::string(500, 'x');
  EXPECT_EQ(fault(path("damaged.db")), "is damaged, or no SQLite database");
  std::ofstream(path("empty.db")) << "";
  EXPECT_EQ(fault(path("empty.db"), false), "is no store of tlswhy");
  EXPECT_EQ(fault(path("empty.db")), "none");
}

TEST_F(StoreFile, SaysThatItIsLocked) {
  Store store = open();
  sqlite3* other = nullptr;
  ASSERT_EQ(sqlite3_open(path().c_str(), &other), SQLITE_OK);
  ASSERT_EQ(sqlite3_exec(other, "BEGIN IMMEDIATE", nullptr, nullptr, nullptr), SQLITE_OK);
  store.wait_for(std::chrono::milliseconds(10));
  const auto run = store.begin("list.txt", at);
  ASSERT_FALSE(run);
  EXPECT_EQ(run.error().what, path() + ": is locked: another program writes into it");
  sqlite3_close(other);
}

}  // namespace
}  // namespace tlswhy::store
