#include "sources/certificates/read_certificates.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "wire/testing/tls_bytes.hpp"

namespace tlswhy::testing {
namespace {

namespace fs = std::filesystem;

std::string bundle(const std::string& name) { return fixture("bundles/" + name); }

class ReadCertificatesTest : public ::testing::Test {
 protected:
  ReadCertificatesTest() {
    std::string pattern = (fs::temp_directory_path() / "tlswhy-XXXXXX").string();
    folder_ = ::mkdtemp(pattern.data());
  }
  ~ReadCertificatesTest() override { fs::remove_all(folder_); }

  std::string write(const std::string& name, const std::string& bytes) {
    const fs::path path = folder_ / name;
    std::ofstream(path, std::ios::binary) << bytes;
    return path.string();
  }
  static std::vector<std::string> names(const ReadCertificates& read) {
    std::vector<std::string> out;
    for (const auto& certificate : read.certificates) out.push_back(certificate->common_name);
    return out;
  }
  static std::string error_of(const std::string& path, const std::string& password = {}) {
    const auto read = read_certificates(path, password);
    return read ? "" : read.error().what;
  }

  fs::path folder_;
};

TEST_F(ReadCertificatesTest, ReadsAFileWithItsDoubles) {
  const std::string path = write("all.pem", bundle("all.pem") + bundle("trusted.pem"));
  const auto read = read_certificates(path, "");
  ASSERT_TRUE(read);
  EXPECT_EQ(names(*read), (std::vector<std::string>{"one", "two", "three", "one"}));
  EXPECT_TRUE(read->notes.empty());
}

TEST_F(ReadCertificatesTest, NamesTheFileInWhatItSays) {
  const std::string mixed = write("mixed.pem", bundle("one.key") + bundle("all.pem"));
  const auto read = read_certificates(mixed, "");
  ASSERT_TRUE(read);
  EXPECT_EQ(read->notes, std::vector<std::string>{
                             mixed + ": line 1: a private key is in this file; it was not read"});
  const std::string key = write("key.pem", bundle("one.key")), empty = write("empty", ""),
                    text = write("text", "hello"), store = write("x.p12", bundle("modern.p12"));
  const std::string nowhere = (folder_ / "nowhere").string();
  EXPECT_EQ(error_of(key), key + ": holds a private key and no certificate");
  EXPECT_EQ(error_of(empty), empty + ": is empty");
  EXPECT_EQ(error_of(text), text + ": is no certificate file");
  EXPECT_EQ(error_of(store, "wrong"), store + ": the password is wrong");
  EXPECT_EQ(error_of(nowhere), nowhere + ": cannot be opened: No such file or directory");
  EXPECT_EQ(read_certificates(nowhere, "").error().kind, Error::Kind::unreadable);
}

TEST_F(ReadCertificatesTest, SaysThatAFileMayNotBeRead) {
  const std::string path = write("all.pem", bundle("all.pem"));
  fs::permissions(path, fs::perms::none);
  fs::permissions(folder_, fs::perms::others_exec, fs::perm_options::add);
  const bool root = ::geteuid() == 0;  // who reads everything
  if (root && ::seteuid(65534) != 0) GTEST_SKIP() << "cannot be somebody else";
  const std::string error = error_of(path);
  if (root && ::seteuid(0) != 0) FAIL();
  EXPECT_EQ(error, path + ": cannot be opened: Permission denied");
}

TEST_F(ReadCertificatesTest, RefusesWhatIsTooLarge) {
  const std::string path = write("large", "");
  fs::resize_file(path, (64U << 20) + 1);
  EXPECT_EQ(error_of(path), path + ": is larger than 64 MB");
}

TEST_F(ReadCertificatesTest, ReadsAFolderInTheOrderOfItsNames) {
  write("b.der", bundle("all.der"));
  write("a.pem", bundle("trusted.pem"));
  fs::create_symlink("a.pem", folder_ / "5ad8a5d6.0");
  fs::create_directory(folder_ / "java");
  write("java/trust.jks", bundle("key.jks"));
  const auto read = read_certificates(folder_.string(), "");
  ASSERT_TRUE(read);
  EXPECT_EQ(names(*read), (std::vector<std::string>{"one", "two", "three"}));
  EXPECT_TRUE(read->notes.empty());
}

TEST_F(ReadCertificatesTest, SkipsWhatIsNoCertificateInAFolder) {
  const std::string text = write("README", "read me"), key = write("key.pem", bundle("one.key"));
  write("one.pem", bundle("trusted.pem"));
  fs::create_symlink("nowhere", folder_ / "dangling.0");
  ASSERT_EQ(::mkfifo((folder_ / "pipe").c_str(), 0600), 0);
  const auto read = read_certificates(folder_.string(), "");
  ASSERT_TRUE(read);
  EXPECT_EQ(names(*read), std::vector<std::string>{"one"});
  EXPECT_EQ(read->notes,
            (std::vector<std::string>{
                text + ": is no certificate file; skipped",
                (folder_ / "dangling.0").string() + ": is no file that can be read; skipped",
                key + ": holds a private key and no certificate; skipped",
                (folder_ / "pipe").string() + ": is no file that can be read; skipped"}));
}

TEST_F(ReadCertificatesTest, SaysThatAFolderHoldsNone) {
  EXPECT_EQ(error_of(folder_.string()), folder_.string() + ": holds no certificate");
  const std::string text = write("README", "read me");
  EXPECT_EQ(error_of(folder_.string()), folder_.string() + ": holds no certificate (" + text +
                                            ": is no certificate file; skipped)");
}

}  // namespace
}  // namespace tlswhy::testing
