// What is wrong with the knowledge folder, each with its place.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/nearest_word.hpp"

namespace tlswhy::knowledge::compiler {

struct Place {
  std::string file;  // relative to the knowledge folder
  std::uint32_t line = 1;
  std::uint32_t column = 1;  // in characters, as editors count
};

using Words = std::vector<std::string>;

class Problems {
 public:
  void add(const Place& place, std::string message);
  // `unknown group "key-exchang" (nearest known word: key-exchange)`
  void unknown(const Place& place, std::string_view what, std::string_view word,
               const Words& known);

  [[nodiscard]] bool empty() const { return found_.empty(); }
  // `file:line:column: message`, in the order of files and lines; `folder` stands before each file.
  [[nodiscard]] std::vector<std::string> lines(std::string_view folder) const;

 private:
  struct Problem {
    Place place;
    std::string message;
  };
  std::vector<Problem> found_;
};

}  // namespace tlswhy::knowledge::compiler
