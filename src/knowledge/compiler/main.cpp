// tlswhy-compile-knowledge FOLDER OUTPUT: checks the knowledge folder and writes it as C++ tables.
// Runs while tlswhy is built; exit status 1 with a line per fault where the folder is not in order.
#include <fmt/format.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <sstream>
#include <string>

#include "knowledge/compiler/compile.hpp"

namespace {
namespace fs = std::filesystem;
using namespace tlswhy::knowledge::compiler;

// Leaves a file alone that already says so, which spares everything that includes it a rebuild.
bool write_if_changed(const fs::path& path, const std::string& text) {
  std::ifstream old(path, std::ios::binary);
  if (old && std::string(std::istreambuf_iterator<char>(old), {}) == text) return true;
  std::error_code fault;
  fs::create_directories(path.parent_path(), fault);
  std::ofstream file(path, std::ios::binary);
  file << text;
  return file.flush().good();
}

// How many texts are shown in English to readers of another language; which ones is in the file.
void print_untranslated(const std::string& list) {
  std::map<std::string, int> counts;
  std::istringstream lines(list);
  for (std::string line; std::getline(lines, line);) ++counts[line.substr(0, line.find(' '))];
  for (const auto& [language, count] : counts)
    fmt::print("{}: {} texts are not translated (untranslated.txt)\n", language, count);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    fmt::print(stderr, "usage: tlswhy-compile-knowledge FOLDER OUTPUT\n");
    return 2;
  }
  const auto tree = read_source_tree(argv[1]);
  if (!tree) {
    fmt::print(stderr, "{}\n", tree.error().what);
    return 1;
  }
  Problems problems;
  const GeneratedFiles files = compile(*tree, problems);
  for (const std::string& line : problems.lines(argv[1])) fmt::print(stderr, "{}\n", line);
  if (!problems.empty()) return 1;
  for (const auto& [path, text] : files) {
    if (write_if_changed(fs::path(argv[2]) / path, text)) continue;
    fmt::print(stderr, "{}/{}: cannot be written\n", argv[2], path);
    return 1;
  }
  print_untranslated(files.at("untranslated.txt"));
  return 0;
}
