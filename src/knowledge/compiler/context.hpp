// What every reader of a part of the knowledge folder is given.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/contains.hpp"
#include "knowledge/compiler/model.hpp"
#include "knowledge/compiler/node.hpp"
#include "knowledge/compiler/source_tree.hpp"

namespace tlswhy::knowledge::compiler {

using Documents = std::map<std::string, Node>;  // the tree's .toml files, by path

struct Context {
  const SourceTree& tree;
  const Documents& documents;
  Problems& problems;
  // Known before any file is read, so that files may name each other in any order.
  Words cause_ids, change_ids, product_ids, languages;

  [[nodiscard]] const Node& document(const std::string& path) const { return documents.at(path); }
};

template <class T>
Words keys_of(const std::map<std::string, T>& map) {
  Words out;
  for (const auto& [key, value] : map) out.push_back(key);
  return out;
}

}  // namespace tlswhy::knowledge::compiler
