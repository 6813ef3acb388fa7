#include "base/files.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>

namespace tlswhy {
namespace {

namespace fs = std::filesystem;

class Files : public ::testing::Test {
 protected:
  Files() {
    std::string name = (fs::temp_directory_path() / "tlswhy-files-XXXXXX").string();
    folder_ = ::mkdtemp(name.data());
  }
  ~Files() override { fs::remove_all(folder_); }
  [[nodiscard]] std::string at(const std::string& name) const { return folder_ + "/" + name; }

  std::string folder_;
};

TEST_F(Files, HoldWhatWasWritten) {
  const std::string path = at("müller 電話.txt"), text("a\r\n\x1a\0b\n", 7);
  ASSERT_TRUE(write_file(path, "longer than what follows"));
  ASSERT_TRUE(write_file(path, text));
  EXPECT_EQ(read_file(path, 7).value(), text);
  ASSERT_TRUE(append_nothing(path));
  EXPECT_EQ(read_file(path, 100).value(), text);
  EXPECT_EQ(head_of_file(path, 3), "a\r\n");
  EXPECT_EQ(head_of_file(path, 100), text);
  const auto stream = open_file(path);
  ASSERT_TRUE(stream);
  EXPECT_EQ((*stream)->total(), 7U);
}

TEST_F(Files, AreReadUpToALimit) {
  const std::string path = at("large");
  ASSERT_TRUE(write_file(path, std::string((std::size_t{1} << 20) + 1, 'x')));
  EXPECT_EQ(read_file(path, (std::size_t{1} << 20) + 1).value().size(), (std::size_t{1} << 20) + 1);
  EXPECT_EQ(read_file(path, std::size_t{1} << 20).error().what, path + ": is larger than 1 MB");
}

TEST_F(Files, SayWhyTheyCannotBeRead) {
  EXPECT_EQ(read_file(at("no"), 1).error().what,
            at("no") + ": cannot be opened: No such file or directory");
  EXPECT_EQ(read_file(folder_, 1).error().what, folder_ + ": is a directory");
  EXPECT_EQ(write_file(at("no/x"), "").error().what,
            at("no/x") + ": cannot be written: No such file or directory");
  EXPECT_EQ(append_nothing(folder_).error().what, folder_ + ": cannot be written: Is a directory");
  EXPECT_EQ(list_folder(at("no"), 1).error().what,
            at("no") + ": cannot be opened: No such file or directory");
  EXPECT_EQ(head_of_file(at("no"), 1), "");
}

TEST_F(Files, AreToldFromFoldersAndPipes) {
  ASSERT_TRUE(write_file(at("file"), ""));
  ASSERT_EQ(::mkfifo(at("pipe").c_str(), 0600), 0);
  fs::create_symlink("file", at("link"));
  fs::create_symlink("nowhere", at("dangling"));
  EXPECT_EQ(kind_of_path(at("file")), PathKind::file);
  EXPECT_EQ(kind_of_path(at("link")), PathKind::file);
  EXPECT_EQ(kind_of_path(at("pipe")), PathKind::other);
  EXPECT_EQ(kind_of_path(folder_), PathKind::folder);
  EXPECT_EQ(kind_of_path(at("dangling")), PathKind::nothing);
  EXPECT_EQ(file_id(at("link")), file_id(at("file")));
  EXPECT_NE(file_id(at("pipe")), file_id(at("file")));
  EXPECT_EQ(file_id(at("dangling")), FileId{});
}

TEST_F(Files, OfAFolderAreListedByName) {
  for (const char* name : {"b", "a", "c"}) ASSERT_TRUE(write_file(at(name), ""));
  fs::create_directory(at("inside"));
  const auto all = list_folder(folder_, 3);
  ASSERT_TRUE(all);
  EXPECT_EQ(all->paths, (std::vector{at("a"), at("b"), at("c")}));
  EXPECT_FALSE(all->more);
  const auto some = list_folder(folder_ + "/", 2);
  ASSERT_TRUE(some);
  EXPECT_EQ(some->paths.size(), 2U);
  EXPECT_TRUE(some->more);
}

TEST_F(Files, OfATreeAreListedOnceWhereverLinksLead) {
  fs::create_directories(at("a/b"));
  for (const char* name : {"top", "a/one", "a/b/two"}) ASSERT_TRUE(write_file(at(name), ""));
  fs::create_directory_symlink("..", at("a/up"));
  const auto all = list_tree(folder_, 10);
  ASSERT_TRUE(all);
  EXPECT_EQ(all->paths, (std::vector{at("a/b/two"), at("a/one"), at("top")}));
  EXPECT_FALSE(all->more);
  const auto some = list_tree(folder_, 2);
  ASSERT_TRUE(some);
  EXPECT_LE(some->paths.size(), 2U);
  EXPECT_TRUE(some->more);
  EXPECT_FALSE(list_tree(at("no"), 1));
}

TEST(Paths, AreTakenApartAndPutTogether) {
  EXPECT_EQ(file_name_of("pki/root.pem"), "root.pem");
  EXPECT_EQ(file_name_of("root.pem"), "root.pem");
  EXPECT_EQ(path_beside("servers/web.toml", "pki/web.pem"), "servers/pki/web.pem");
  EXPECT_EQ(path_beside("web.toml", "web.pem"), "web.pem");
  EXPECT_EQ(path_beside("servers/web.toml", "/etc/web.pem"), "/etc/web.pem");
}

TEST(Paths, AreTakenApartAtTheSystemsSeparator) {
  EXPECT_TRUE(has_folders("pki/root.pem"));
  EXPECT_FALSE(has_folders("root.pem"));
  EXPECT_EQ(file_name_of("a/b\\c.pem"), "b\\c.pem");  // a name, where no Windows is
}

}  // namespace
}  // namespace tlswhy
