// Every file that tlswhy reads or writes by itself is opened here. (SQLite opens its own.) Paths
// are UTF-8 on every system. Errors are one line that begins with the path.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/byte_stream.hpp"
#include "base/bytes.hpp"
#include "base/result.hpp"

namespace tlswhy {

// `other` is a pipe or a device. Links are followed.
enum class PathKind { nothing, file, folder, other };
PathKind kind_of_path(const std::string& path);

// The same for two paths if and only if they lead to one file; {0, 0} where the system does not
// say.
using FileId = std::pair<std::uint64_t, std::uint64_t>;
FileId file_id(const std::string& path);

// To be read from front to back; "-" is the standard input.
Result<std::unique_ptr<ByteStream>> open_file(const std::string& path);

// All of a file or a pipe ("-": the standard input). What is longer than `limit` bytes is an error.
Result<std::string> read_file(const std::string& path, std::size_t limit);

// The first bytes, `count` at most, to see what kind of file it is; empty where it cannot be read.
std::string head_of_file(const std::string& path, std::size_t count);

// Replaces what the file held. append_nothing() shows beforehand that it could be written.
Result<void> write_file(const std::string& path, std::string_view text);
Result<void> append_nothing(const std::string& path);

// A file that is written from front to back, in place of what it held.
class OutputFile {
 public:
  static Result<OutputFile> open(const std::string& path);
  OutputFile(OutputFile&& other) noexcept
      : path_(std::move(other.path_)), descriptor_(std::exchange(other.descriptor_, -1)) {}
  OutputFile& operator=(OutputFile&&) = delete;
  ~OutputFile();

  // False where it cannot; close() says why.
  bool write(Bytes bytes);
  // An error also where something could not be written before. Once, last.
  Result<void> close();

 private:
  OutputFile(std::string path, int descriptor) : path_(std::move(path)), descriptor_(descriptor) {}

  std::string path_;
  int descriptor_;
  int trouble_ = 0;  // errno of the first write that failed
};

// The paths of what lies in a folder and is no folder, in the order of their names; `most` at most.
struct FolderList {
  std::vector<std::string> paths;
  bool more = false;  // others were left out
};
Result<FolderList> list_folder(const std::string& path, std::size_t most);
// The same of the folder and those inside it, as deep as they sensibly go; each folder once, though
// links may lead to it in several ways.
Result<FolderList> list_tree(const std::string& path, std::size_t most);

// The last part of a path: "pki/root.pem" gives "root.pem".
std::string file_name_of(const std::string& path);
// `name` as it is meant inside the file at `path`: relative to the folder of that file.
std::string path_beside(const std::string& path, const std::string& name);
// Whether a path names folders: "pki/root.pem" does, "root.pem" does not.
bool has_folders(std::string_view path);

}  // namespace tlswhy
