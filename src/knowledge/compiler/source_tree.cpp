#include "knowledge/compiler/source_tree.hpp"

#include <fstream>
#include <iterator>
#include <system_error>

namespace tlswhy::knowledge::compiler {
namespace fs = std::filesystem;
namespace {

bool is_left_out(const std::string& name) {
  return name.starts_with('.') || name.ends_with('~') || name == "README.md";
}

}  // namespace

Result<SourceTree> read_source_tree(const fs::path& folder) {
  SourceTree tree;
  std::error_code fault;
  fs::recursive_directory_iterator at(folder, fault);
  if (fault) return failure(Error::Kind::unreadable, folder.string() + ": " + fault.message());
  for (; at != fs::recursive_directory_iterator(); at.increment(fault)) {
    if (fault) return failure(Error::Kind::unreadable, folder.string() + ": " + fault.message());
    if (at->is_directory(fault) || is_left_out(at->path().filename().string())) continue;
    const std::string path = at->path().lexically_relative(folder).generic_string();
    const std::string extension = at->path().extension().string();
    if (extension != ".toml" && extension != ".csv") {
      return failure(Error::Kind::unsupported,
                     at->path().generic_string() + ":1:1: neither .toml, .csv nor README.md");
    }
    std::ifstream file(at->path(), std::ios::binary);
    tree[path] = std::string(std::istreambuf_iterator<char>(file), {});
    if (!file) return failure(Error::Kind::unreadable, at->path().string() + ": cannot be read");
  }
  return tree;
}

}  // namespace tlswhy::knowledge::compiler
