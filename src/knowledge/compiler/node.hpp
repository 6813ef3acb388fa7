// A TOML document as the readers here see it: values with their places. toml++ stays in toml.cpp.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "knowledge/compiler/problems.hpp"

namespace tlswhy::knowledge::compiler {

struct Member;
struct Node;
using Array = std::vector<Node>;
using Table = std::vector<Member>;  // in the order of the file

struct Node {
  Place place;
  std::variant<std::monostate, std::string, std::int64_t, bool, Array, Table> value;

  template <class T>
  [[nodiscard]] const T* as() const {
    return std::get_if<T>(&value);
  }
};

struct Member {
  std::string key;
  Place place;  // of the key
  Node node;
};

// The root table; where the text is no TOML, the place of the fault is added to `problems` and the
// table is empty.
Node parse_toml(const std::string& file, std::string_view text, Problems& problems);

}  // namespace tlswhy::knowledge::compiler
