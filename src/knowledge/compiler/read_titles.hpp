// Files `<before><tag>.toml` that give ids a title: `[id] title = "..."`.
#pragma once

#include "knowledge/compiler/context.hpp"

namespace tlswhy::knowledge::compiler {

using Titles = std::map<std::string, ByLanguage<std::string>>;  // by id

struct TitleRules {
  std::size_t longest;  // in characters
  bool lower_case;      // an English one starts in lower case
};

// `what` names the kind of id in messages. Every id needs an English title.
Titles read_titles(const Context& context, const std::string& before, const std::string& what,
                   const Words& ids, const TitleRules& rules);

}  // namespace tlswhy::knowledge::compiler
